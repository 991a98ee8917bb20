using Audio.Core.Sinks;
using Audio.Core.Sinks.Clocked;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Sinks.Clocked;

/// <summary>
/// The clocked sinks' timing, in virtual time: 48 kHz, periods of 240 frames (5 ms), a latency of two (10 ms).
/// </summary>
public sealed class NullSinkTests
{
    private const int Period = 240;
    private static readonly TimeSpan PeriodTime = TimeSpan.FromMilliseconds(5);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Start_nothing_sounds_renders_nothing_and_keeps_no_timer()
    {
        var source = new TestSource();
        using NullSink sink = Start(source);
        _time.Advance(TimeSpan.FromHours(1));
        source.Asked.Should().Be(0);
        sink.FramesPlayed.Should().Be(0);
    }

    [Fact]
    public void Wake_sound_renders_the_latency_at_once_then_one_period_per_period()
    {
        var source = new TestSource(100 * Period);
        using NullSink sink = Start(source);
        sink.Wake();
        sink.FramesRendered.Should().Be(2 * Period);
        for (int tick = 1; tick <= 98; tick++)
        {
            _time.Advance(PeriodTime);
            sink.FramesRendered.Should().Be((2 + tick) * Period);
            sink.FramesPlayed.Should().Be(tick * Period);
        }
    }

    [Fact]
    public void Wake_before_the_start_is_not_lost()
    {
        _time.Advance(TimeSpan.FromHours(1));
        using var sink = new NullSink(new SinkOptions(), _time);
        sink.Wake();
        sink.Start(new TestSource(100 * Period), error => throw error);
        sink.FramesRendered.Should().Be(2 * Period);
        _time.Advance(PeriodTime);
        (sink.FramesRendered, sink.FramesPlayed).Should().Be((3 * Period, Period));
    }

    [Fact]
    public void FramesPlayed_between_ticks_follows_the_clock()
    {
        using NullSink sink = Start(new TestSource(100 * Period));
        sink.Wake();
        _time.Advance(TimeSpan.FromMilliseconds(3));
        sink.FramesPlayed.Should().Be(144);
        _time.Advance(TimeSpan.FromMilliseconds(3));
        sink.FramesPlayed.Should().Be(288);
    }

    [Fact]
    public void Source_ends_latency_later_all_has_been_heard_and_the_sink_sleeps()
    {
        var source = new TestSource(3 * Period);
        using NullSink sink = Start(source);
        sink.Wake();
        _time.Advance(2 * PeriodTime);
        (sink.FramesRendered, sink.FramesPlayed).Should().Be((3 * Period, 2 * Period));
        _time.Advance(PeriodTime);
        sink.FramesPlayed.Should().Be(3 * Period);

        int asked = source.Asked;
        _time.Advance(TimeSpan.FromHours(1));
        source.Asked.Should().Be(asked, "a sink that sleeps asks nobody");
        sink.FramesPlayed.Should().Be(3 * Period);
    }

    [Fact]
    public void Wake_after_sleep_starts_at_once_and_continues_the_positions()
    {
        var source = new TestSource(2 * Period);
        using NullSink sink = Start(source);
        sink.Wake();
        _time.Advance(TimeSpan.FromMilliseconds(1234.5));
        source.Add(3 * Period);
        sink.Wake();
        (sink.FramesRendered, sink.FramesPlayed).Should().Be((4 * Period, 2 * Period));
        _time.Advance(PeriodTime);
        (sink.FramesRendered, sink.FramesPlayed).Should().Be((5 * Period, 3 * Period));
    }

    [Fact]
    public void Wake_while_the_last_periods_are_heard_goes_on_without_a_gap()
    {
        var source = new TestSource(2 * Period);
        using NullSink sink = Start(source);
        sink.Wake();
        _time.Advance(PeriodTime);
        source.Add(10 * Period);
        sink.Wake();
        (sink.FramesRendered, sink.FramesPlayed).Should().Be((3 * Period, Period));
        _time.Advance(PeriodTime);
        (sink.FramesRendered, sink.FramesPlayed).Should().Be((4 * Period, 2 * Period));
    }

    [Fact]
    public void Wake_while_awake_renders_nothing_early()
    {
        var source = new TestSource(100 * Period);
        using NullSink sink = Start(source);
        sink.Wake();
        for (int i = 0; i < 10; i++)
            sink.Wake();
        source.Rendered.Should().Be(2);
    }

    [Fact]
    public void Missed_ticks_are_caught_up()
    {
        var source = new TestSource(1000 * Period);
        using NullSink sink = Start(source);
        sink.Wake();
        _time.Advance(PeriodTime * 100);
        (sink.FramesRendered, sink.FramesPlayed).Should().Be((102 * Period, 100 * Period));
    }

    [Theory]
    [InlineData(44_100, 5)]
    [InlineData(11_025, 7)]
    [InlineData(192_000, 1)]
    public void Odd_rates_five_minutes_does_not_drift(int rate, int periodMilliseconds)
    {
        var options = new SinkOptions
        {
            SampleRate = rate,
            Period = TimeSpan.FromMilliseconds(periodMilliseconds),
            Latency = TimeSpan.FromMilliseconds(4 * periodMilliseconds),
        };
        using var sink = new NullSink(options, _time);
        sink.Start(new TestSource(long.MaxValue / 2), error => throw error);
        sink.Wake();
        for (int minute = 1; minute <= 5; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            sink.FramesPlayed.Should().Be(rate * 60L * minute);
            sink.FramesRendered.Should()
                .BeInRange(
                    rate * 60L * minute + options.LatencyFrames - options.PeriodFrames,
                    rate * 60L * minute + options.LatencyFrames
                );
        }
    }

    [Fact]
    public void Wake_from_inside_render_is_not_lost()
    {
        NullSink? sink = null;
        TestSource? source = null;
        source = new TestSource
        {
            Rendering = () =>
            {
                // The session that comes between the mixer's look at its inputs and the sink's falling asleep.
                if (source!.Asked == 1)
                    sink!.Wake();
                if (source.Asked == 2)
                    source.Add(Period);
            },
        };
        using (sink = Start(source))
        {
            sink.Wake();
            source.Rendered.Should().Be(1);
        }
    }

    [Fact]
    public void Dispose_in_mid_play_renders_no_more_and_the_positions_stand_still()
    {
        var source = new TestSource(100 * Period);
        NullSink sink = Start(source);
        sink.Wake();
        _time.Advance(PeriodTime);
        sink.Dispose();
        sink.Dispose();
        sink.Wake();
        _time.Advance(TimeSpan.FromSeconds(1));
        source.Rendered.Should().Be(3);
        (sink.FramesRendered, sink.FramesPlayed).Should().Be((3 * Period, Period));
    }

    [Fact]
    public async Task System_time_and_wakes_from_many_threads_renders_one_at_a_time_and_nothing_twice()
    {
        const int periods = 40;
        var source = new TestSource(periods * Period);
        using var sink = new NullSink(new SinkOptions(), TimeProvider.System);
        sink.Start(source, error => throw error);
        IEnumerable<Task> wakers = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(
                    () =>
                    {
                        while (sink.FramesPlayed < periods * Period)
                            sink.Wake();
                    },
                    TestContext.Current.CancellationToken
                )
            );
        await Task.WhenAll(wakers)
            .WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);
        source.Overlapped.Should().BeFalse();
        (source.Rendered, sink.FramesRendered).Should().Be((periods, periods * Period));
    }

    private NullSink Start(TestSource source)
    {
        var sink = new NullSink(new SinkOptions(), _time);
        sink.Start(source, error => throw error);
        return sink;
    }
}
