using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using Microsoft.Reactive.Testing;

namespace Audio.Testing;

/// <summary>
/// The clock of a <see cref="TestScheduler"/> as a <see cref="TimeProvider"/>. Ticks are the same, and timers fire when
/// the scheduler reaches them; a timer that is due at once fires one tick later. One thread.
/// </summary>
public sealed class VirtualTime(TestScheduler scheduler) : TimeProvider
{
    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(scheduler.Clock, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => scheduler.Clock;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(scheduler, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(TestScheduler scheduler, Action callback) : ITimer
    {
        private readonly SerialDisposable _due = new();
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            Wait(dueTime);
            return !_due.IsDisposed;
        }

        public void Dispose() => _due.Dispose();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Wait(TimeSpan time) =>
            _due.Disposable = time == Timeout.InfiniteTimeSpan ? null : scheduler.Schedule(time, Fire);

        private void Fire()
        {
            if (_period > TimeSpan.Zero)
                Wait(_period);
            callback();
        }
    }
}
