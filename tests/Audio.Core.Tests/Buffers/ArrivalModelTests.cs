using Audio.Core.Buffers;
using Audio.Testing;

namespace Audio.Core.Tests.Buffers;

/// <summary>What is learned from which arrivals; a producer of 20 ms chunks, in milliseconds.</summary>
public sealed class ArrivalModelTests
{
    private readonly ArrivalModel _model = new(Ms(500));
    private double _now;

    [Fact]
    public void Nothing_is_asked_for_by_one_that_knows_nothing()
    {
        _model.Hold.Should().Be(TimeSpan.Zero);
        _model.Observe(Ms(0), Ms(0), Ms(0));
        _model.Hold.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void Nothing_is_learned_from_a_producer_in_real_time()
    {
        for (int i = 0; i < 500; i++)
            Chunk(after: 20 + i % 2 * 0.8 - 0.4, held: 0);
        _model.Hold.Should().Be(TimeSpan.Zero, "less than a millisecond is noise of the clocks");
    }

    [Fact]
    public void Nothing_is_learned_from_a_burst_in_front_of_the_clock()
    {
        for (int i = 0; i < 100; i++)
            Chunk(after: i % 10 == 0 ? 110 : 1, held: 20 * i + 1);
        _model.Hold.Should().Be(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(30, 35), InlineData(60, 65), InlineData(200, 205), InlineData(498, 500)]
    public void What_came_late_is_held_from_then_on_with_a_margin(double late, double hold)
    {
        Chunk(after: 0, held: 0);
        for (int i = 0; i < 10; i++)
            Chunk(after: 20, held: 0);
        Chunk(after: 20 + late, held: 0);
        _model.Hold.Should().BeCloseTo(Ms(hold), Ms(0.5));
        for (int i = 0; i < 50; i++)
            Chunk(after: 20, held: late);
        _model.Hold.Should().BeCloseTo(Ms(hold), Ms(0.5), "its producer has not caught up, and is late no more");
    }

    [Fact]
    public void A_delay_that_what_is_held_would_bridge_twice_is_none()
    {
        Chunk(after: 0, held: 0);
        Chunk(after: 70, held: 51);
        _model.Hold.Should().Be(TimeSpan.Zero);
        Chunk(after: 20, held: 49);
        _model.Hold.Should().BeCloseTo(Ms(55), Ms(0.5), "the same delay, but so little held that it nearly did harm");
    }

    [Fact]
    public void A_producer_with_a_lead_that_is_lost_is_late_by_what_was_missing_and_not_by_what_was_lost()
    {
        Chunk(after: 0, held: 0);
        for (int i = 0; i < 20; i++)
            Chunk(after: 1, held: 19 * (i + 1));
        Chunk(after: 400 + 90, held: 0); // the 20th had 380 ms and its own 20 behind it
        _model.Hold.Should().BeCloseTo(Ms(95), Ms(0.5));
    }

    [Fact]
    public void A_pause_of_the_producer_teaches_nothing()
    {
        Chunk(after: 0, held: 0);
        Chunk(after: 20 + 501, held: 0);
        for (int i = 0; i < 50; i++)
            Chunk(after: 20, held: 0);
        _model.Hold.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void Late_again_in_spite_of_the_hold_it_holds_so_much_more()
    {
        Chunk(after: 0, held: 0);
        Chunk(after: 20 + 100, held: 0);
        Chunk(after: 20, held: 100);
        Chunk(after: 20 + 100 + 50, held: 0);
        _model.Hold.Should().BeCloseTo(Ms(160), Ms(2), "105 ms were held, 50 were missing");
    }

    [Fact]
    public void What_was_learned_is_forgotten_after_twenty_seconds()
    {
        Chunk(after: 0, held: 0);
        Chunk(after: 220, held: 0);
        for (int i = 0; i < 900; i++)
            Chunk(after: 20, held: 300);
        _model.Hold.Should().BeGreaterThan(Ms(200));
        for (int i = 0; i < 150; i++)
            Chunk(after: 20, held: 300);
        _model.Hold.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void What_was_learned_is_forgotten_over_a_long_pause_too()
    {
        Chunk(after: 0, held: 0);
        Chunk(after: 220, held: 0);
        Chunk(after: 60_000, held: 0);
        _model.Hold.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void A_clock_that_is_a_little_slow_does_not_add_up()
    {
        for (int i = 0; i < 50 * 3_600; i++)
            Chunk(after: 20.002, held: 0);
        _model.Hold.Should().BeLessThan(Ms(10), "100 ppm are 360 ms in an hour");
    }

    [Fact]
    public void What_comes_late_because_playback_stood_still_teaches_nothing()
    {
        Chunk(after: 0, held: 0);
        Chunk(after: 120, held: 0);
        _model.Interrupt();
        Chunk(after: 400, held: 10);
        for (int i = 0; i < 50; i++)
            Chunk(after: 20, held: 10);
        _model.Hold.Should().BeCloseTo(Ms(105), Ms(0.5), "what was learned before still counts");
    }

    [Fact]
    public void Without_a_cap_nothing_is_learned()
    {
        var model = new ArrivalModel(TimeSpan.Zero);
        model.Observe(Ms(0), Ms(0), Ms(0));
        model.Observe(Ms(300), Ms(20), Ms(0));
        model.Hold.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void It_allocates_nothing()
    {
        Allocations
            .Of(() =>
            {
                for (int i = 0; i < 1_000; i++)
                    Chunk(after: 20 + i % 7, held: i % 30);
            })
            .Should()
            .Be(0);
    }

    private void Chunk(double after, double held)
    {
        _now += after;
        _model.Observe(Ms(_now), Ms(20), Ms(held));
    }

    private static TimeSpan Ms(double milliseconds) =>
        TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond));
}
