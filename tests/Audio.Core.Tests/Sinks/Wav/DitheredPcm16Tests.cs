using System.Runtime.InteropServices;
using Audio.Core.Sinks.Wav;
using Audio.Core.Tests.Signals;

namespace Audio.Core.Tests.Sinks.Wav;

public sealed class DitheredPcm16Tests
{
    [Fact]
    public void Every_16_bit_value_comes_out_as_it_was()
    {
        float[] grid = [.. Enumerable.Range(-32_768, 65_536).Select(value => value / 32_768f)];
        Convert(grid).Should().Equal(Enumerable.Range(-32_768, 65_536).Select(value => (short)value));
    }

    [Theory]
    [InlineData(0.1), InlineData(0.5), InlineData(-0.3), InlineData(1000.25), InlineData(-20_000.9)]
    public void Mean_and_power_of_the_error_do_not_depend_on_the_value(double value)
    {
        double[] errors =
        [
            .. Convert([.. Enumerable.Repeat((float)(value / 32_768), 200_000)]).Select(sample => sample - value),
        ];
        errors.Average().Should().BeApproximately(0, 0.01, "a level between two steps is kept in the mean");
        errors
            .Average(error => error * error)
            .Should()
            .BeApproximately(0.25, 0.01, "triangular dither and rounding have a variance of 1/6 + 1/12 of a step");
        errors.Should().OnlyContain(error => Math.Abs(error) <= 1.5);
    }

    [Fact]
    public void A_tone_below_one_step_is_kept_as_a_tone()
    {
        double step = 1 / 32_768.0;
        float[] dithered =
        [
            .. Convert(TestSignals.Sine(1_000, 48_000, 480_000, amplitude: 0.4 * step))
                .Select(sample => sample / 32_768f),
        ];
        SineFit
            .Of(dithered, 1_000.0 / 48_000)
            .Amplitude.Should()
            .BeApproximately(0.4 * step, 0.02 * step, "rounding alone would leave silence");
        SineFit.Of(dithered, 3_000.0 / 48_000).Amplitude.Should().BeLessThan(0.005 * step, "there is no distortion");
    }

    [Fact]
    public void The_same_stream_gives_the_same_bytes_however_it_is_cut()
    {
        float[] samples = TestSignals.Noise(1_000, 1);
        byte[] bytes = new byte[2_000];
        var converter = new DitheredPcm16();
        for (int i = 0; i < 1_000; i += 8)
            converter.Convert(samples.AsSpan(i, 8), bytes.AsSpan(2 * i, 16));
        MemoryMarshal.Cast<byte, short>(bytes).ToArray().Should().Equal(Convert(samples));
    }

    private static short[] Convert(float[] samples)
    {
        byte[] bytes = new byte[2 * samples.Length];
        new DitheredPcm16().Convert(samples, bytes);
        return MemoryMarshal.Cast<byte, short>(bytes).ToArray();
    }
}
