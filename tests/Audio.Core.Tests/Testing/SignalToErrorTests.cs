using Audio.Testing.Signals;

namespace Audio.Core.Tests.Testing;

public sealed class SignalToErrorTests
{
    private const int Rate = 48_000;
    private const int Frames = 3 * Rate;

    [Fact]
    public void Db_of_a_known_error_is_known()
    {
        float[] reference = Signal.Sine(1_000, Rate, Frames, amplitude: 0.5);
        float[] actual = Add(reference, Signal.Sine(3_000, Rate, Frames, amplitude: 0.0005));

        SignalToError.Db(actual, reference).Should().BeApproximately(60, 0.01);
        SignalToError.DbBelow(actual, reference, Rate, below: 10_000).Should().BeApproximately(60, 0.01);
    }

    [Fact]
    public void DbBelow_does_not_count_what_is_above()
    {
        float[] reference = Signal.Sweep(100, 9_000, Rate, Frames);
        // It swells and fades: a tone that begins at once is not only above 10 kHz.
        float[] error =
        [
            .. Signal
                .Sine(11_000, Rate, Frames, amplitude: 0.1)
                .Select((s, n) => (float)(s * Math.Pow(Math.Sin(Math.PI * n / Frames), 2))),
        ];
        float[] actual = Add(reference, error);

        SignalToError.Db(actual, reference).Should().BeLessThan(20);
        SignalToError.DbBelow(actual, reference, Rate, below: 10_000).Should().BeGreaterThan(100);
    }

    [Fact]
    public void DbBelow_counts_one_wrong_sample()
    {
        float[] reference = Signal.Sine(1_000, Rate, Frames, amplitude: 0.5);
        float[] actual = [.. reference];
        actual[Frames / 2] += 0.1f;

        SignalToError.DbBelow(actual, reference, Rate, below: 10_000).Should().BeLessThan(80);
    }

    private static float[] Add(float[] a, float[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
