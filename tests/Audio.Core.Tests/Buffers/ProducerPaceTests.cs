using Audio.Core.Buffers;

namespace Audio.Core.Tests.Buffers;

/// <summary>How a producer brings its sound; in milliseconds.</summary>
public sealed class ProducerPaceTests
{
    private readonly ProducerPace _pace = new();
    private double _now;

    public ProducerPaceTests() => _pace.Begin(Ms(0));

    [Theory]
    [
        InlineData(20, 20, true),
        InlineData(20, 16, true),
        InlineData(20, 15, false),
        InlineData(20, 59, true),
        InlineData(20, 60, false),
        InlineData(20, 0, false)
    ]
    [InlineData(260, 230, true), InlineData(260, 299, true), InlineData(500, 600, false), InlineData(500, 100, false)]
    public void It_is_live_where_a_chunk_comes_as_the_one_before_it_is_played(double chunk, double every, bool live)
    {
        _pace.IsLive.Should().BeFalse("nothing is known");
        Chunks(5, chunk, every);
        _pace.IsLive.Should().Be(live);
    }

    [Fact]
    public void A_stall_that_is_caught_up_leaves_it_live_and_other_ways_replace_what_was_known_in_seconds()
    {
        Chunks(200, 20, 20);
        Chunks(1, 20, 420);
        Chunks(20, 20, 0);
        _pace.IsLive.Should().BeTrue();
        Chunks(5, 1_000, 1_200);
        _pace.IsLive.Should().BeFalse();
    }

    [Fact]
    public void What_was_missing_counts_as_paused_only_where_a_pause_can_be_as_short()
    {
        Chunks(3, 20, 59);
        _pace.Paused.Should().Be(TimeSpan.Zero);
        Chunks(1, 20, 60);
        Chunks(1, 20, 120);
        _pace.Paused.Should().Be(Ms(140));
        _pace.BeginPart();
        _pace.Paused.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void It_has_kept_up_with_four_fifths_of_the_time_since_it_paused_and_what_is_long_ago_counts_less()
    {
        Chunks(1, 800, 1_000);
        _pace.KeptUp.Should().BeTrue();
        Chunks(1, 100, 150);
        _pace.KeptUp.Should().BeFalse();
        _pace.Begin(Ms(_now));
        Chunks(60, 1_000, 1_000);
        Chunks(4, 200, 400);
        _pace.KeptUp.Should().BeFalse();
    }

    private void Chunks(int count, double chunk, double every)
    {
        for (int i = 0; i < count; i++)
        {
            _now += every;
            _pace.Add(Ms(_now), Ms(chunk));
        }
    }

    private static TimeSpan Ms(double milliseconds) =>
        TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond));
}
