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
    public void Start_NothingSounds_RendersNothingAndKeepsNoTimer()
    {
        var source = new TestSource();
        using NullSink sink = Start(source);
        _time.Advance(TimeSpan.FromHours(1));
        source.Asked.Should().Be(0);
        sink.FramesPlayed.Should().Be(0);
    }

    [Fact]
    public void Wake_Sound_RendersTheLatencyAtOnceThenOnePeriodPerPeriod()
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
    public void Wake_BeforeTheStart_IsNotLost()
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
    public void FramesPlayed_BetweenTicks_FollowsTheClock()
    {
        using NullSink sink = Start(new TestSource(100 * Period));
        sink.Wake();
        _time.Advance(TimeSpan.FromMilliseconds(3));
        sink.FramesPlayed.Should().Be(144);
        _time.Advance(TimeSpan.FromMilliseconds(3));
        sink.FramesPlayed.Should().Be(288);
    }

    [Fact]
    public void SourceEnds_LatencyLater_AllHasBeenHeardAndTheSinkSleeps()
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
    public void Wake_AfterSleep_StartsAtOnceAndContinuesThePositions()
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
    public void Wake_WhileTheLastPeriodsAreHeard_GoesOnWithoutAGap()
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
    public void Wake_WhileAwake_RendersNothingEarly()
    {
        var source = new TestSource(100 * Period);
        using NullSink sink = Start(source);
        sink.Wake();
        for (int i = 0; i < 10; i++)
            sink.Wake();
        source.Rendered.Should().Be(2);
    }

    [Fact]
    public void MissedTicks_AreCaughtUp()
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
    public void OddRates_FiveMinutes_DoesNotDrift(int rate, int periodMilliseconds)
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
    public void WakeFromInsideRender_IsNotLost()
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
    public void Dispose_InMidPlay_RendersNoMoreAndThePositionsStandStill()
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
    public async Task SystemTimeAndWakesFromManyThreads_RendersOneAtATimeAndNothingTwice()
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
