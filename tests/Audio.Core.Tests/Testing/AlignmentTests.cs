using Audio.Testing.Signals;

namespace Audio.Core.Tests.Testing;

public sealed class AlignmentTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4_799)]
    public void FindLag_is_exact_to_the_sample(int lag)
    {
        float[] reference = Signal.SpeechLike(48_000, 48_000, seed: 1);
        float[] recording = [.. new float[lag], .. reference, .. new float[1_000]];

        Alignment.FindLag(recording, reference).Should().Be(lag);
    }

    [Fact]
    public void FindLag_is_negative_where_the_recording_began_late()
    {
        float[] reference = Signal.Noise(20_000, seed: 2);

        Alignment.FindLag(reference.AsSpan(123), reference).Should().Be(-123);
    }

    [Fact]
    public void FindLag_stands_noise_and_another_level()
    {
        float[] reference = Signal.Sweep(100, 8_000, 48_000, 48_000);
        float[] noise = Signal.Noise(60_000, seed: 3, amplitude: 0.2);
        for (int i = 0; i < reference.Length; i++)
            noise[777 + i] += 0.3f * reference[i];

        Alignment.FindLag(noise, reference).Should().Be(777);
    }

    [Fact]
    public void Cut_refuses_what_was_not_wholly_recorded()
    {
        float[] reference = Signal.Noise(20_000, seed: 4);

        ((Func<float[]>)(() => Alignment.Cut(reference.AsSpan(0, 15_000), reference)))
            .Should()
            .Throw<InvalidOperationException>();
    }
}
