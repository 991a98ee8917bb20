using Audio.Core.Sessions.Stages;

namespace Audio.Core.Tests.Sessions;

public sealed class ByteMapTests
{
    [Fact]
    public void Samples_behind_a_header_are_mapped_exactly_both_ways()
    {
        var map = new ByteMap();
        map.Add(44, 0);
        for (int frames = 1; frames <= 10_000; frames += 7)
            map.Add(44 + 6L * frames, frames);

        map.FrameAt(0, 6).Should().Be(0, "bytes of a header belong to the first frame");
        map.FrameAt(43, 6).Should().Be(0);
        map.FrameAt(49, 6).Should().Be(0);
        map.FrameAt(50, 6).Should().Be(1);
        map.FrameAt(44 + 6 * 5_000 + 5, 6).Should().Be(5_000);
        map.OffsetOf(0).Should().Be(44);
        map.OffsetOf(5_000).Should().Be(44 + 6 * 5_000);
    }

    [Fact]
    public void A_header_between_samples_belongs_to_the_frame_behind_it()
    {
        var map = new ByteMap();
        map.Add(200, 100);
        map.Add(244, 100);
        map.Add(444, 200);

        map.FrameAt(199, 2).Should().Be(99);
        map.FrameAt(220, 2).Should().Be(100);
        map.FrameAt(246, 2).Should().Be(101);
        map.OffsetOf(99).Should().Be(198);
        map.OffsetOf(100).Should().Be(244, "the next byte that is sound stands there");
        map.OffsetOf(101).Should().Be(246);
    }

    [Fact]
    public void Behind_the_last_pair_the_stream_goes_on_at_the_given_rate()
    {
        var map = new ByteMap();
        map.Add(100, 1_000);

        map.FrameAt(100, 0.5).Should().Be(1_000);
        map.FrameAt(110, 0.5).Should().Be(1_020);
        map.OffsetOf(5_000).Should().Be(100);
        map.BytesPerFrame.Should().Be(0.1);
    }

    [Fact]
    public void Without_frames_there_is_no_average()
    {
        var map = new ByteMap();
        map.Add(44, 0);

        map.BytesPerFrame.Should().BeNull();
        map.FrameAt(48, 2).Should().Be(2);
    }

    /// <summary>Codec frames of changing sizes are one pair each; the oldest are forgotten.</summary>
    [Fact]
    public void It_is_bounded_and_keeps_the_newest()
    {
        var map = new ByteMap();
        long offset = 0;
        for (int frame = 1; frame <= 5_000; frame++)
            map.Add(offset += 100 + frame % 7, frame * 480L);

        map.OffsetOf(5_000 * 480).Should().Be(offset);
        map.FrameAt(offset - 1, 1).Should().BeInRange(4_999 * 480, 5_000 * 480);
        map.FrameAt(0, 1).Should().Be((5_000 - ByteMap.MaxPairs + 1) * 480, "what was heard long ago is forgotten");
        map.OffsetOf(0).Should().BeGreaterThan(0);
    }
}
