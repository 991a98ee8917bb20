using Audio.Core.Effects;

namespace Audio.Core.Tests.Effects;

public sealed class FrameMapTests
{
    [Fact]
    public void A_line_is_one_stretch_and_both_ways_interpolate_on_it()
    {
        var map = new FrameMap();
        for (int i = 1; i <= 10_000; i++)
            map.Add(i * 240, i * 480);
        map.Add(2_400_120, 4_800_480); // then at normal speed, somewhat late
        map.ToInput(1_200_001).Should().Be(2_400_002);
        map.ToOutput(2_400_002).Should().Be(1_200_001);
        (map.Output, map.Input).Should().Be((2_400_120, 4_800_480));
    }

    [Fact]
    public void Where_frames_were_cut_out_the_next_that_is_heard_comes_from_behind_them()
    {
        var map = new FrameMap();
        map.Add(0, 1_000); // 1,000 frames cut at the start
        map.Add(500, 1_500);
        for (int i = 1; i <= 100; i++)
            map.Add(500, 1_500 + i * 10);
        map.Add(700, 2_700);
        map.Add(700, 3_000); // and the end
        map.ToInput(0).Should().Be(1_000);
        map.ToInput(499).Should().Be(1_499);
        map.ToInput(500).Should().Be(2_500);
        map.ToInput(700).Should().Be(3_000);
        map.ToOutput(10).Should().Be(0);
        map.ToOutput(1_499).Should().Be(499);
        map.ToOutput(2_000).Should().Be(500);
        map.ToOutput(2_600).Should().Be(600);
        map.ToOutput(2_900).Should().Be(700);
        map.ToOutput(3_000).Should().BeNull("it has not come out");
    }

    [Fact]
    public void It_is_bounded_and_forgets_the_oldest_first()
    {
        var map = new FrameMap();
        for (int i = 1; i <= 1_000; i++)
        {
            map.Add(i * 100, i * 1_000 - 900);
            map.Add(i * 100, i * 1_000);
        }

        map.ToInput(100_000).Should().Be(1_000_000);
        map.ToInput(99_950).Should().Be(999_050);
        map.ToInput(5).Should().BeGreaterThan(800_000, "only what came last is known");
        map.Clear();
        map.ToInput(5).Should().Be(0);
    }
}
