namespace Audio.Core.Wires.V4;

/// <summary>
/// Says when the sessions of one client are to look how far they have come. They look together: so many sessions cost
/// one timer and one wake-up of whoever sends, not one each. Any thread; allocates nothing once it has grown.
/// </summary>
internal sealed class V4FlowClock
{
    /// <summary>How long a session that asks waits at the most.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    // Immutable.
    private readonly ITimer _timer;

    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly List<V4ClientSession> _waiting = [];
    private bool _set;

    /// <summary>It stands still until somebody asks.</summary>
    public V4FlowClock(TimeProvider time) =>
        _timer = time.CreateTimer(
            static clock => ((V4FlowClock)clock!).Strike(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );

    /// <summary>The session is told to look with the next stroke; once for each call.</summary>
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
            int count = _waiting.Count; // where a test runs jobs in place, they ask again meanwhile
            for (int i = 0; i < count; i++)
                _waiting[i].Look();
            _waiting.RemoveRange(0, count);
        }
    }
}
