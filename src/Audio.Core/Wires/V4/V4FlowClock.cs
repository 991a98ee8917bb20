namespace Audio.Core.Wires.V4;

/// <summary>
/// Times the flow messages of one client's sessions. All sessions look at their progress together, so many sessions
/// cost one timer and one wake-up of the sending loop instead of one each. Any thread; allocates nothing once its list
/// has grown.
/// </summary>
internal sealed class V4FlowClock
{
    /// <summary>The longest wait of a session that asks.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    // Immutable.
    private readonly ITimer _timer;

    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly List<V4ClientSession> _waiting = [];
    private bool _set;

    /// <summary>Creates a clock that is stopped until a session asks.</summary>
    public V4FlowClock(TimeProvider time) =>
        _timer = time.CreateTimer(
            static clock => ((V4FlowClock)clock!).Strike(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );

    /// <summary>Has the session look at the next tick; once per call.</summary>
    public void Ask(V4ClientSession session)
    {
        lock (_lock)
        {
            _waiting.Add(session);
            if (_set)
                return;
            _set = true;
            _timer.Change(Every, Timeout.InfiniteTimeSpan);
        }
    }

    private void Strike()
    {
        lock (_lock)
        {
            _set = false;
            int count = _waiting.Count; // where a test runs jobs inline, sessions ask again during the loop
            for (int i = 0; i < count; i++)
                _waiting[i].Look();
            _waiting.RemoveRange(0, count);
        }
    }
}
