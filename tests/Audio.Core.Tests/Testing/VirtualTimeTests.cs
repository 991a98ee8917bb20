using System.Reactive.Concurrency;
using Audio.Testing;
using Microsoft.Reactive.Testing;
using static Microsoft.Reactive.Testing.ReactiveTest;

namespace Audio.Core.Tests.Testing;

/// <summary>The timers of a scheduler's clock.</summary>
public sealed class VirtualTimeTests
{
    private readonly TestScheduler _scheduler = new();
    private readonly VirtualTime _time;
    private readonly ITestableObserver<string> _seen;

    public VirtualTimeTests()
    {
        _time = new VirtualTime(_scheduler);
        _seen = _scheduler.CreateObserver<string>();
    }

    [Fact]
    public void A_timer_fires_once_at_its_time_by_the_clock_of_the_scheduler()
    {
        long started = _time.GetTimestamp();
        using ITimer timer = Timer(150, Timeout.Infinite);

        _scheduler.Start();

        _seen.Messages.Should().Equal(OnNext(150, "150"));
        _time.GetElapsedTime(started).Ticks.Should().Be(150);
    }

    [Fact]
    public void A_timer_with_a_period_fires_until_it_is_disposed()
    {
        ITimer timer = Timer(10, 100);
        _scheduler.ScheduleAbsolute(250, timer.Dispose);

        _scheduler.AdvanceTo(1_000);

        _seen.Messages.Should().Equal(OnNext(10, "10"), OnNext(110, "110"), OnNext(210, "210"));
        timer.Change(TimeSpan.Zero, TimeSpan.Zero).Should().BeFalse("it is disposed");
    }

    [Fact]
    public void A_changed_timer_forgets_its_old_time_and_its_period()
    {
        using ITimer timer = Timer(100, 10);
        _scheduler.ScheduleAbsolute(50, () =>
            timer.Change(TimeSpan.FromTicks(200), Timeout.InfiniteTimeSpan).Should().BeTrue()
        );

        _scheduler.AdvanceTo(1_000);

        _seen.Messages.Should().Equal(OnNext(250, "250"));
    }

    [Fact]
    public void A_timer_that_is_switched_off_waits_for_its_next_change()
    {
        using ITimer timer = Timer(Timeout.Infinite, Timeout.Infinite);
        _scheduler.ScheduleAbsolute(500, () => timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));

        _scheduler.AdvanceTo(1_000);

        _seen.Messages.Should().Equal([OnNext(501, "501")], "what is due at once runs one tick later");
    }

    /// <summary>A timer that notes by its clock when it fires.</summary>
    private ITimer Timer(long ticks, long period) =>
        _time.CreateTimer(_ => _seen.OnNext($"{_time.GetUtcNow().Ticks}"), null, Span(ticks), Span(period));

    private static TimeSpan Span(long ticks) =>
        ticks == Timeout.Infinite ? Timeout.InfiniteTimeSpan : TimeSpan.FromTicks(ticks);
}
