using Audio.Core.Tests.Signals;

namespace Audio.Core.Tests.Dsp;

/// <summary>What a listener would hear: level, aliases and distortion, measured without a Fourier transform.</summary>
public sealed class ResamplerQualityTests
{
    public static TheoryData<int, int> Rates =>
        new()
        {
            { 24_000, 48_000 },
            { 44_100, 48_000 },
            { 22_050, 48_000 },
            { 16_000, 48_000 },
            { 8_000, 48_000 },
            { 32_000, 48_000 },
            { 47_999, 48_000 },
            { 11_025, 48_000 },
            { 48_000, 44_100 },
            { 96_000, 48_000 },
            { 192_000, 48_000 },
            { 768_000, 8_000 },
            { 767_999, 44_100 },
            { 48_000, 192_000 },
        };

    [Theory]
    [MemberData(nameof(Rates))]
    public void A_sine_in_the_passband_keeps_its_level_within_a_twentieth_of_a_decibel(int inputRate, int outputRate)
    {
        int low = Math.Min(inputRate, outputRate);
        foreach (double part in new[] { 0.02, 0.25, 0.5, 0.75, 0.9 })
        {
            double level = 20 * Math.Log10(Fit(inputRate, outputRate, part * low / 2).Amplitude);
            level.Should().BeInRange(-0.05, 0.05, "a sine at {0} of the lower Nyquist frequency passes", part);
        }
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void A_sine_in_the_passband_comes_with_nothing_louder_than_100_dB_below_it(int inputRate, int outputRate)
    {
        int low = Math.Min(inputRate, outputRate);
        foreach (double part in new[] { 0.02, 0.37, 0.61, 0.83, 0.9 })
        {
            Fit(inputRate, outputRate, part * low / 2)
                .SinadDb.Should()
                .BeGreaterThan(100, "images and noise at {0} of Nyquist are inaudible", part);
        }
    }

    [Theory]
    [InlineData(24_000, 1_000), InlineData(24_000, 6_000), InlineData(24_000, 10_000)]
    [InlineData(44_100, 1_000), InlineData(44_100, 6_000), InlineData(44_100, 10_000)]
    [InlineData(22_050, 1_000), InlineData(22_050, 6_000), InlineData(22_050, 9_900)]
    public void Signal_to_noise_and_distortion_at_48_kHz_is_at_least_100_dB(int inputRate, int frequency) =>
        Fit(inputRate, 48_000, frequency).SinadDb.Should().BeGreaterThan(100);

    [Theory]
    [InlineData(24_000), InlineData(44_100), InlineData(22_050)]
    public void The_passband_to_48_kHz_is_flat_and_free_of_images_at_every_hundredth(int inputRate)
    {
        for (int hundredth = 1; hundredth <= 90; hundredth++)
        {
            // A hundredth of a hertz aside, so that no image falls on the tone itself and is taken for its level.
            SineFit fit = Fit(inputRate, 48_000, hundredth / 100.0 * inputRate / 2 - 0.01);
            (20 * Math.Log10(fit.Amplitude)).Should().BeInRange(-0.05, 0.05, "{0} % of Nyquist passes", hundredth);
            fit.SinadDb.Should().BeGreaterThan(100, "nothing else comes with a tone at {0} % of Nyquist", hundredth);
        }
    }

    [Theory]
    [
        InlineData(96_000, 48_000),
        InlineData(48_000, 44_100),
        InlineData(192_000, 48_000),
        InlineData(768_000, 8_000),
        InlineData(767_999, 44_100)
    ]
    public void What_lies_above_the_lower_Nyquist_frequency_is_100_dB_down(int inputRate, int outputRate)
    {
        foreach (double part in new[] { 1.1, 1.3, 1.7 })
        {
            double frequency = part * outputRate / 2;
            if (frequency >= inputRate / 2.0)
                continue;
            float[] output = Middle(
                ResamplerRun.All(
                    inputRate,
                    outputRate,
                    TestSignals.Sine(frequency, inputRate, Frames(inputRate, outputRate))
                )
            );
            (20 * Math.Log10(TestSignals.Rms(output) * Math.Sqrt(2)))
                .Should()
                .BeLessThan(-100, "{0} of Nyquist would be an alias", part);
        }
    }

    private static SineFit Fit(int inputRate, int outputRate, double frequency)
    {
        float[] input = TestSignals.Sine(frequency, inputRate, Frames(inputRate, outputRate));
        return SineFit.Of(Middle(ResamplerRun.All(inputRate, outputRate, input)), frequency / outputRate);
    }

    // 4,000 frames of the lower rate, the first and last fifth of which are cut off with the edges of the signal.
    private static int Frames(int inputRate, int outputRate) =>
        (int)(4000L * inputRate / Math.Min(inputRate, outputRate));

    private static float[] Middle(float[] signal) => signal[(signal.Length / 5)..(signal.Length * 4 / 5)];
}
