using Audio.Core.Effects;
using Audio.Core.Tests.Signals;
using Audio.Testing;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Effects;

public sealed class LoudnessNormalizerTests
{
    [Theory]
    [MemberData(nameof(LoudnessMeterTests.Samples), MemberType = typeof(LoudnessMeterTests))]
    public async Task Every_sample_four_times_over_comes_out_at_the_target_as_FFmpeg_measures_it(string name)
    {
        var file = WaveFile.Read(Ebur128.Sample(name));
        float[] samples = [.. Enumerable.Repeat(file.Samples, 4).SelectMany(part => part)];
        foreach (double target in new[] { -23.0, -16 })
            (await LoudnessAsync(file, samples, target)).Should().BeApproximately(target, 0.5, "that was asked for");
    }

    [Theory]
    [
        InlineData("speech-de-24k-16bit-mono.wav"),
        InlineData("speech-en-22k-16bit-mono.wav"),
        InlineData("speech-es-8k-8bit-mono.wav"),
        InlineData("speech-fr-16k-float-mono.wav")
    ]
    public async Task A_single_sentence_comes_within_a_unit_of_the_target(string name)
    {
        var file = WaveFile.Read(Ebur128.Sample(name));
        foreach (double target in new[] { -23.0, -16 })
        {
            (await LoudnessAsync(file, file.Samples, target))
                .Should()
                .BeApproximately(target, 1, "two or three seconds make up for their beginning");
        }
    }

    [Fact]
    public void The_gain_never_moves_faster_than_it_may()
    {
        var effect = new LoudnessNormalizer(-18, 48_000, 1);
        float[] samples =
        [
            .. TestSignals.Sine(500, 48_000, 96_000, 0.02),
            .. TestSignals.Sine(500, 48_000, 96_000, 0.5),
        ];
        double last = 0;
        for (int i = 0; i < samples.Length; i += 480)
        {
            effect.Process(samples.AsSpan(i, 480));
            (effect.GainDb - last)
                .Should()
                .BeInRange(-LoudnessGain.Slew / 100 * 1.001, LoudnessGain.Slew / 100 * 1.001);
            last = effect.GainDb;
        }

        last.Should().BeLessThan(0, "the loud half needs less than it is");
    }

    [Fact]
    public void Silence_does_not_move_the_gain_and_stays_silent()
    {
        var effect = new LoudnessNormalizer(-18, 48_000, 2);
        EffectRun.InPlace(effect, new float[96_000], 2).Should().OnlyContain(sample => sample == 0);
        effect.GainDb.Should().Be(0);
        effect.MeasuredLoudness.Should().Be(double.NegativeInfinity);
    }

    [Fact]
    public void What_is_much_too_quiet_is_raised_by_no_more_than_the_most()
    {
        var effect = new LoudnessNormalizer(-5, 48_000, 1);
        EffectRun.InPlace(effect, TestSignals.Sine(500, 48_000, 480_000, 0.002), 1);
        effect.GainDb.Should().BeApproximately(LoudnessGain.MaxGain, 1e-6);
    }

    [Fact]
    public void A_rest_keeps_what_was_learned_and_a_reset_does_not()
    {
        var effect = new LoudnessNormalizer(-20, 48_000, 1);
        EffectRun.InPlace(effect, TestSignals.Sine(500, 48_000, 240_000, 0.02), 1);
        double learned = effect.GainDb;
        learned.Should().BeGreaterThan(10);
        effect.Rest();
        float[] next = EffectRun.InPlace(effect, TestSignals.Sine(500, 48_000, 4_800, 0.02), 1);
        effect.GainDb.Should().BeApproximately(learned, 0.7, "the next sentence begins where the last one ended");
        next.Max().Should().BeApproximately((float)(0.02 * Math.Pow(10, learned / 20)), 0.01f);
        effect.Reset();
        (effect.GainDb, effect.MeasuredLoudness).Should().Be((0, double.NegativeInfinity));
    }

    [Fact]
    public void After_a_rest_half_a_minute_of_the_past_counts_and_no_more()
    {
        var effect = new LoudnessNormalizer(-20, 8_000, 1);
        EffectRun.InPlace(effect, TestSignals.Sine(500, 8_000, 8_000 * 300, 0.1), 1);
        effect.Rest();
        EffectRun.InPlace(effect, TestSignals.Sine(500, 8_000, 8_000 * 30, 0.2), 1);
        double expected = -0.691 + 10 * Math.Log10((0.01 + 0.04) / 2); // mono, heard twice; half of each
        effect
            .MeasuredLoudness.Should()
            .BeApproximately(expected, 0.4, "five minutes weigh as much as the thirty seconds behind them");
    }

    [Fact]
    public void However_it_is_cut_the_bits_are_the_same_and_a_reset_starts_afresh()
    {
        float[] speech = Signal.SpeechLike(24_000, 48_000, seed: 1);
        var effect = new LoudnessNormalizer(-20, 24_000, 1);
        float[] whole = EffectRun.InPlace(effect, [.. speech], 1);
        effect.Reset();
        EffectRun.InPlace(effect, [.. speech], 1, seed: 3).Should().Equal(whole);
    }

    private static async Task<double> LoudnessAsync(WaveFile file, float[] samples, double target)
    {
        using var folder = new TempFolder();
        float[] normalized = EffectRun.InPlace(
            new LoudnessNormalizer(target, file.SampleRate, file.Channels),
            [.. samples],
            file.Channels
        );
        string path = folder.File("normalized.wav");
        new WaveFile(file.SampleRate, file.Channels, 32, IsFloat: true, Pcm.Bytes(normalized)).Write(path);
        return await Ebur128.MeasureAsync(path, heardTwice: true);
    }
}
