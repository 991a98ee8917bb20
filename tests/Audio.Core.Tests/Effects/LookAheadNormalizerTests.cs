using Audio.Core.Effects;
using Audio.Core.Tests.Signals;
using Audio.Protocol;
using Audio.Testing;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Effects;

public sealed class LookAheadNormalizerTests
{
    private const int Rate = 48_000;

    [Theory]
    [MemberData(nameof(LoudnessMeterTests.Samples), MemberType = typeof(LoudnessMeterTests))]
    public async Task Every_sample_comes_out_once_at_the_target_that_FFmpeg_measures_and_below_full_scale(string name)
    {
        var file = WaveFile.Read(Ebur128.Sample(name));
        foreach (double target in new[] { -23.0, -18, -16, -14 })
        {
            if (target == -14 && name.StartsWith("drums", StringComparison.Ordinal))
                continue; // what these peaks allow: the next test
            float[] normalized = EffectRun.Stream(
                Chain($"loudness:{target}", file),
                file.Samples,
                file.Channels,
                seed: 1
            );
            (await LoudnessAsync(file, normalized)).Should().BeApproximately(target, 0.5, "that was asked for");
            normalized.Should().HaveSameCount(file.Samples);
            normalized.Max(Math.Abs).Should().BeLessThanOrEqualTo(MathF.Pow(10, -1 / 20f));
        }
    }

    [Theory]
    [MemberData(nameof(LoudnessMeterTests.Samples), MemberType = typeof(LoudnessMeterTests))]
    public async Task What_goes_on_longer_than_it_looks_ahead_comes_out_at_the_target_too(string name)
    {
        var file = WaveFile.Read(Ebur128.Sample(name));
        float[] samples = [.. Enumerable.Repeat(file.Samples, 4).SelectMany(part => part)];
        foreach (double target in new[] { -23.0, -16 })
        {
            (await LoudnessAsync(file, EffectRun.Stream(Chain($"loudness:{target}", file), samples, file.Channels)))
                .Should()
                .BeApproximately(target, 0.5, "that was asked for");
        }
    }

    [Fact]
    public async Task Where_the_peaks_do_not_allow_the_target_the_ceiling_holds_and_it_comes_as_near_as_it_may()
    {
        var file = WaveFile.Read(Ebur128.Sample("drums-44k-8bit-stereo.wav"));
        float[] normalized = EffectRun.Stream(Chain("loudness:-14", file), file.Samples, file.Channels);
        normalized.Max(Math.Abs).Should().BeApproximately(MathF.Pow(10, -1 / 20f), 1e-6f);
        (await LoudnessAsync(file, normalized))
            .Should()
            .BeInRange(-15.5, -14, "a kick stands 18 dB above the loudness of the whole, and 12 dB of it may go");
    }

    [Fact]
    public void Sound_that_needs_no_ceiling_is_multiplied_by_one_gain_from_its_first_frame_on()
    {
        float[] tone = TestSignals.Sine(1_000, Rate, 2 * Rate, 0.01);
        float[] normalized = EffectRun.Stream(Make(-20), tone, 1, seed: 2);
        float factor = normalized[11] / tone[11];
        normalized.Should().Equal(tone.Select(sample => sample * factor), (one, other) => Math.Abs(one - other) < 1e-7);
        (20 * Math.Log10(factor))
            .Should()
            .BeApproximately(20, 0.1, "a tone of 0.01 heard from both loudspeakers has -40 LUFS");
    }

    [Fact]
    public void A_sound_too_short_for_a_block_is_judged_by_what_there_is()
    {
        float[] normalized = EffectRun.Stream(Make(-20), TestSignals.Sine(1_000, Rate, Rate / 5, 0.01), 1);
        normalized.Max().Should().BeApproximately(0.1f, 0.005f);
    }

    [Fact]
    public void Nothing_comes_out_before_the_look_ahead_is_full_and_from_then_on_as_much_as_comes_in()
    {
        LookAheadNormalizer effect = Make(-20, lookAheadMs: 1_000);
        float[] output = new float[2 * Rate];
        effect.Process(new float[Rate - 1], output, out int consumed, out int written);
        (consumed, written, effect.IsHolding, effect.PositionFrames).Should().Be((Rate - 1, 0, true, 0));
        effect.Process(new float[1 + Rate], output, out consumed, out written);
        (consumed, effect.LatencyFrames).Should().Be((1 + Rate, Rate));
        written
            .Should()
            .BeInRange(Rate, Rate + Rate / 10, "a step of 100 ms comes out at once where its future is known");
        effect.PositionFrames.Should().Be(written);
    }

    [Fact]
    public void A_hurry_lets_out_what_is_held_with_the_gain_that_it_needs_and_holds_nothing_more()
    {
        LookAheadNormalizer effect = Make(-20);
        float[] tone = TestSignals.Sine(1_000, Rate, Rate, 0.01);
        float[] output = new float[2 * Rate];
        effect.Process(tone.AsSpan(0, Rate / 2), output, out _, out int written);
        written.Should().Be(0);
        effect.Hurry();
        effect.Process([], output, out _, out written);
        written.Should().Be(Rate / 2);
        output.Take(written).Max().Should().BeApproximately(0.1f, 0.002f);
        effect.Process(tone.AsSpan(Rate / 2), output, out int consumed, out written);
        (consumed, written, effect.IsHolding).Should().Be((Rate / 2, Rate / 2, false));
        effect.Flush(output, out written).Should().BeTrue();
        written.Should().Be(0);
    }

    [Fact]
    public void However_it_is_cut_the_bits_are_the_same_and_a_reset_starts_afresh()
    {
        float[] speech = [.. Signal.SpeechLike(24_000, 6 * 24_000, seed: 1).Select(sample => sample * 3)];
        foreach (int lookAheadMs in new[] { 0, 250, 3_000, 10_000 })
        {
            var effect = new LookAheadNormalizer(-12, TimeSpan.FromMilliseconds(lookAheadMs), TimeSpan.Zero, 24_000, 1);
            float[] whole = EffectRun.Stream(effect, speech, 1);
            effect.Reset();
            EffectRun.Stream(effect, speech, 1, seed: 3).Should().Equal(whole);
            effect.PositionFrames.Should().Be(speech.Length);
        }
    }

    [Fact]
    public void Silence_and_what_is_no_number_come_through()
    {
        EffectRun
            .Stream(Make(-20), new float[5 * Rate], 1)
            .Should()
            .OnlyContain(sample => sample == 0)
            .And.HaveCount(5 * Rate);
        float[] broken = TestSignals.Sine(1_000, Rate, Rate, 0.5);
        broken[700] = float.NaN;
        broken[800] = float.PositiveInfinity;
        EffectRun
            .Stream(Make(-14), broken, 1)
            .Should()
            .OnlyContain(sample => Math.Abs(sample) <= 1)
            .And.HaveCount(Rate);
    }

    private static LookAheadNormalizer Make(double target, int lookAheadMs = 3_000) =>
        new(target, TimeSpan.FromMilliseconds(lookAheadMs), TimeSpan.FromMilliseconds(200), Rate, 1);

    private static IStreamEffect Chain(string text, WaveFile file) =>
        EffectChain.Parse(text).CreateStream(AudioFormat.Float32(file.SampleRate, file.Channels));

    private static async Task<double> LoudnessAsync(WaveFile file, float[] samples)
    {
        using var folder = new TempFolder();
        string path = folder.File("normalized.wav");
        new WaveFile(file.SampleRate, file.Channels, 32, IsFloat: true, Pcm.Bytes(samples)).Write(path);
        return await Ebur128.MeasureAsync(path, heardTwice: true);
    }
}
