using Audio.Core.Buffers;

namespace Audio.Core.Tests.Buffers;

/// <summary>Where a hold after a gap is used; in milliseconds.</summary>
public sealed class HoldRuleTests
{
    private readonly HoldRule _rule = new();
    private double _now;

    [Theory]
    [
        InlineData(1_000, 200, true),
        InlineData(1_000, 250, true),
        InlineData(1_000, 260, false),
        InlineData(100, 50, false),
        InlineData(1_500, 750, false),
        InlineData(20, 30, true)
    ]
    public void A_producer_that_brings_less_than_four_fifths_of_the_time_paused_unless_little_is_missing(
        double sound,
        double missing,
        bool late
    )
    {
        _rule.Begin(Ms(_now));
        _rule.Starve(Ms(_now + sound + missing), Ms(sound)).Should().Be(late);
    }

    [Theory]
    [InlineData(1, 49, true), InlineData(9.9, 40, true), InlineData(10, 200, false), InlineData(5, 39, false)]
    public void A_click_is_shorter_than_the_silence_that_would_end_it_and_has_a_pause_behind(
        double sound,
        double pause,
        bool click
    )
    {
        _rule.Begin(Ms(0));
        _rule.IsClick(Ms(sound + pause), Ms(sound)).Should().Be(click);
    }

    [Fact]
    public void A_hold_that_did_not_prevent_the_next_gap_is_not_used_for_a_while_each_time_longer_and_one_that_did_is()
    {
        foreach (double rest in new[] { 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000 })
        {
            Hold(100, bridges: false);
            Allowed(rest - 1).Should().BeFalse();
            Allowed(rest).Should().BeTrue();
            _now += rest;
        }

        Hold(100, bridges: true);
        Allowed(0).Should().BeTrue("it bridged a delay");
        Hold(100, bridges: false);
        Allowed(1_000).Should().BeTrue("it begins with a short while again");
    }

    [Fact]
    public void A_hold_shorter_than_any_pause_is_not_judged()
    {
        Hold(39, bridges: false);
        Allowed(0).Should().BeTrue();
    }

    /// <summary>
    /// A gap, a hold so long, a second of sound in which a chunk comes late or none does, and the next gap.
    /// </summary>
    private void Hold(double wait, bool bridges)
    {
        _rule.Starve(Ms(_now), Ms(1_000));
        _now += wait;
        _rule.GoOn(Ms(_now));
        _rule.Add(Ms(_now), Ms(500), Ms(bridges ? wait / 2 : 2 * wait));
        _now += 1_000;
        _rule.Starve(Ms(_now), Ms(500));
    }

    private bool Allowed(double later) => _rule.Allows(Ms(_now + later));

    private static TimeSpan Ms(double milliseconds) =>
        TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond));
}
