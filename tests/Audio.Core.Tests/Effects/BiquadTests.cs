using Audio.Core.Effects;
using Audio.Core.Tests.Signals;

namespace Audio.Core.Tests.Effects;

/// <summary>The filters against what their formulas promise.</summary>
public sealed class BiquadTests
{
    [Theory]
    [InlineData(48_000, 80), InlineData(24_000, 80), InlineData(8_000, 300), InlineData(192_000, 40)]
    public void A_high_pass_is_3_dB_down_at_its_frequency_and_12_dB_an_octave_below(int rate, double frequency)
    {
        var filter = BiquadCoefficients.HighPass(frequency, Math.Sqrt(0.5), rate);
        Level(filter, frequency, rate).Should().BeApproximately(-3.01, 0.02);
        Level(filter, frequency / 4, rate).Should().BeApproximately(-24.1, 0.3);
        Level(filter, Math.Min(20 * frequency, 0.4 * rate), rate).Should().BeApproximately(0, 0.02);
    }

    [Theory]
    [InlineData(3_000, 4, 1.2), InlineData(3_000, -12, 1.2), InlineData(100, 6, 0.5)]
    public void A_peak_has_its_level_at_its_frequency_and_none_far_away(double frequency, double decibels, double q)
    {
        var filter = BiquadCoefficients.Peaking(frequency, decibels, q, 48_000);
        Level(filter, frequency, 48_000).Should().BeApproximately(decibels, 0.02);
        Level(filter, frequency / 100 < 20 ? 20_000 : frequency / 100, 48_000).Should().BeApproximately(0, 0.05);
    }

    [Fact]
    public void K_weighting_at_48_kHz_is_that_of_the_recommendation()
    {
        // ITU-R BS.1770-4, tables 1 and 2.
        BiquadCoefficients shelf = KWeighting.Shelf(48_000);
        Numbers(shelf)
            .Zip([1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585])
            .Should()
            .OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-13);
        BiquadCoefficients highPass = KWeighting.HighPass(48_000);
        Numbers(highPass)
            .Zip([1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621])
            .Should()
            .OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-13);
    }

    [Fact]
    public void What_is_no_number_is_over_within_11_ms()
    {
        var effect = new BiquadEffect(BiquadCoefficients.HighPass(80, 0.7, 48_000), 1);
        float[] samples = TestSignals.Noise(2_000, 1);
        samples[3] = float.NaN;
        effect.Process(samples);
        samples[512..].Should().OnlyContain(sample => float.IsFinite(sample));
    }

    [Fact]
    public void However_it_is_cut_each_channel_comes_out_as_if_it_were_alone()
    {
        var filter = BiquadCoefficients.Peaking(1_000, 6, 1, 48_000);
        float[] left = TestSignals.Noise(5_000, 1);
        float[] right = TestSignals.Noise(5_000, 2);
        float[] stereo = TestSignals.Interleave(left, right);
        EffectRun.InPlace(new BiquadEffect(filter, 2), stereo, 2, seed: 5);
        TestSignals.Channel(stereo, 0).Should().Equal(EffectRun.InPlace(new BiquadEffect(filter, 1), left, 1));
        TestSignals.Channel(stereo, 1).Should().Equal(EffectRun.InPlace(new BiquadEffect(filter, 1), right, 1));
    }

    private static double Level(BiquadCoefficients filter, double frequency, int rate)
    {
        float[] samples = TestSignals.Sine(frequency, rate, rate);
        new BiquadEffect(filter, 1).Process(samples);
        return 20 * Math.Log10(SineFit.Of(samples.AsSpan(rate / 2), frequency / rate).Amplitude);
    }

    private static double[] Numbers(BiquadCoefficients filter) =>
        [filter.B0, filter.B1, filter.B2, filter.A1, filter.A2];
}
