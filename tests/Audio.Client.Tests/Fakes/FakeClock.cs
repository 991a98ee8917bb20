using Microsoft.Extensions.Time.Testing;

namespace Audio.Client.Tests.Fakes;

/// <summary>
/// Virtual time that says when somebody begins to wait: only then does it make sense to let time pass.
/// </summary>
internal sealed class FakeClock : FakeTimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _waits = [];
    private readonly HashSet<ITimer> _timers = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Since it was made.</summary>
    public TimeSpan Now => GetUtcNow() - Start;

    /// <summary>The timers that nobody has disposed.</summary>
    public int Timers
    {
        get
        {
            lock (_lock)
                return _timers.Count;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_lock)
            _timers.Add(timer);
        Note(dueTime);
        return new NotedTimer(this, timer);
    }

    /// <summary>Ends when a timer of exactly this length has been set, and forgets it.</summary>
    public async Task WaitForTimerAsync(TimeSpan due)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_waits.Remove(due))
                    return;
                changed = _changed.Task;
            }
            await changed.WaitAsync(FakeDaemon.Limit, System);
        }
    }

    private void Note(TimeSpan due)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _waits.Add(due);
            (changed, _changed) = (
                _changed,
                new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
            );
        }
        changed.SetResult();
    }

    private sealed class NotedTimer(FakeClock clock, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool changed = inner.Change(dueTime, period);
            clock.Note(dueTime);
            return changed;
        }

        public void Dispose()
        {
            lock (clock._lock)
                clock._timers.Remove(inner);
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
