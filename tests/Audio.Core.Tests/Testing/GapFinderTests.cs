using Audio.Testing.Signals;

namespace Audio.Core.Tests.Testing;

/// <summary>The judge of "no gap and no repeated sample" must see each kind of fault where it is.</summary>
public sealed class GapFinderTests
{
    private static readonly float[] Sent = Signal.Interleave(
        Signal.Noise(10_000, seed: 1),
        Signal.Noise(10_000, seed: 2)
    );

    [Fact]
    public void The_same_samples_have_no_gap() =>
        GapFinder.FindFirst([.. Sent, .. new float[64]], Sent, channels: 2).Should().BeNull();

    [Fact]
    public void Silence_in_between_is_found() =>
        GapFinder
            .FindFirst([.. Sent[..4_000], .. new float[480], .. Sent[4_000..]], Sent, channels: 2)
            .Should()
            .Be(new Gap(GapKind.Silence, 2_000, 240));

    [Fact]
    public void One_frame_played_twice_is_found() =>
        GapFinder
            .FindFirst([.. Sent[..4_000], .. Sent[3_998..]], Sent, channels: 2)
            .Should()
            .Be(new Gap(GapKind.Repeated, 2_000, 1));

    [Fact]
    public void One_frame_left_out_is_found() =>
        GapFinder
            .FindFirst([.. Sent[..4_000], .. Sent[4_002..]], Sent, channels: 2)
            .Should()
            .Be(new Gap(GapKind.Dropped, 2_000, 1));

    [Fact]
    public void An_end_too_early_is_found()
    {
        GapFinder.FindFirst(Sent.AsSpan(0, 19_998), Sent, channels: 2).Should().Be(new Gap(GapKind.CutShort, 9_999, 1));
        GapFinder
            .FindFirst([.. Sent[..19_000], .. new float[9_000]], Sent, channels: 2)
            .Should()
            .Be(new Gap(GapKind.CutShort, 9_500, 500));
    }

    [Fact]
    public void One_changed_bit_is_found()
    {
        float[] heard = [.. Sent];
        heard[5_001] = MathF.BitIncrement(heard[5_001]);

        GapFinder.FindFirst(heard, Sent, channels: 2).Should().Be(new Gap(GapKind.Different, 2_500, 0));
    }
}
