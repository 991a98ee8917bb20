using Audio.Core.Effects;
using Audio.Core.Tests.Signals;

namespace Audio.Core.Tests.Effects;

public sealed class SilenceTrimmerTests
{
    private const int Rate = 48_000;
    private const int Lead = 960;
    private const int Tail = 4_800;
    private const int Fade = 240;
    private const int MaxPause = 24_000;

    [Fact]
    public void Silence_before_and_after_is_taken_away_but_for_the_lead_and_the_tail()
    {
        float[] sound = Sound(2_000, 1);
        float[] trimmed = Trim([.. new float[50_000], .. sound, .. new float[50_000]]);
        trimmed.Should().Equal([.. new float[Lead], .. sound, .. new float[Tail + Fade]]);
    }

    [Theory]
    [InlineData(1), InlineData(Tail), InlineData(Tail + 1), InlineData(MaxPause)]
    public void A_pause_short_enough_passes_bit_for_bit(int pause)
    {
        float[] sound = [.. Sound(100, 1), .. Quiet(pause, 2), .. Sound(100, 3)];
        Trim(sound).Should().Equal(sound);
    }

    [Theory]
    [InlineData(MaxPause + 1), InlineData(MaxPause + 100), InlineData(5 * MaxPause)]
    public void A_longer_pause_becomes_as_long_as_one_may_be_with_both_its_ends(int pause)
    {
        float[] quiet = Quiet(pause, 2);
        float[] trimmed = Trim([.. Sound(100, 1), .. quiet, .. Sound(100, 3)]);
        trimmed.Should().HaveCount(200 + MaxPause);
        trimmed[100..(100 + Tail)].Should().Equal(quiet[..Tail]);
        trimmed[(100 + Tail + Fade)..^100].Should().Equal(quiet[(pause - MaxPause + Tail + Fade)..]);
        trimmed[^100..].Should().Equal(Sound(100, 3));
    }

    [Fact]
    public void A_cut_is_faded_over()
    {
        // A constant below the threshold is the worst that can lie on both sides of a cut: its fade has to be that
        // constant.
        float[] trimmed = Trim([1f, .. Enumerable.Repeat(0.003f, 2 * MaxPause), 1f]);
        trimmed[1..^1].Should().OnlyContain(sample => Math.Abs(sample - 0.003f) < 1e-7f);
        float[] tail = Trim([1f, .. Enumerable.Repeat(0.003f, 2 * MaxPause)]);
        tail.Should().HaveCount(1 + Tail + Fade);
        tail[(1 + Tail)..].Should().BeInDescendingOrder();
        tail[^1].Should().BeLessThan(0.003f / 200);
    }

    [Fact]
    public void Sound_comes_out_at_once()
    {
        var trimmer = new SilenceTrimmer(-50, TimeSpan.FromMilliseconds(500), Rate, 1);
        float[] sound = Sound(480, 1);
        float[] output = new float[960];
        trimmer.Process(sound, output, out int consumed, out int written);
        (consumed, written, trimmer.LatencyFrames).Should().Be((480, 480, 0));
        output[..480].Should().Equal(sound);
    }

    [Fact]
    public void Silence_alone_gives_nothing() => Trim(Quiet(100_000, 1)).Should().BeEmpty();

    [Fact]
    public void However_it_is_cut_the_bits_are_the_same_in_both_channels()
    {
        float[] mono =
        [
            .. Quiet(3_000, 1),
            .. Sound(500, 2),
            .. Quiet(60_000, 3),
            .. Sound(500, 4),
            .. Quiet(9_000, 5),
        ];
        float[] expected = Trim(mono);
        for (int seed = 0; seed < 5; seed++)
        {
            float[] stereo = EffectRun.Stream(
                new SilenceTrimmer(-50, TimeSpan.FromMilliseconds(500), Rate, 2),
                TestSignals.Interleave(mono, mono),
                2,
                seed
            );
            TestSignals.Channel(stereo, 0).Should().Equal(expected);
            TestSignals.Channel(stereo, 1).Should().Equal(expected);
        }
    }

    [Fact]
    public void After_a_reset_the_next_stream_has_its_own_beginning()
    {
        var trimmer = new SilenceTrimmer(-50, TimeSpan.FromMilliseconds(500), Rate, 1);
        float[] stream = [.. new float[5_000], .. Sound(100, 1), .. new float[9_000]];
        float[] first = EffectRun.Stream(trimmer, stream, 1);
        FluentActions
            .Invoking(() => trimmer.Process(stream, new float[8], out _, out _))
            .Should()
            .Throw<InvalidOperationException>();
        trimmer.Reset();
        EffectRun.Stream(trimmer, stream, 1).Should().Equal(first);
    }

    // Every frame above the threshold of -50 dB, which is 0.00316.
    private static float[] Sound(int frames, int seed) =>
        [.. TestSignals.Noise(frames, seed).Select(sample => sample + MathF.CopySign(0.01f, sample))];

    private static float[] Quiet(int frames, int seed) =>
        [.. TestSignals.Noise(frames, seed).Select(sample => sample * 0.003f)];

    private static float[] Trim(float[] samples) =>
        EffectRun.Stream(new SilenceTrimmer(-50, TimeSpan.FromMilliseconds(500), Rate, 1), samples, 1);
}
