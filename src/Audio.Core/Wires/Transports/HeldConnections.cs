using System.Collections.Concurrent;

namespace Audio.Core.Wires.Transports;

/// <summary>
/// Finds the connections whose peer is gone while they are held back: a server learns of an end only where it reads on.
/// No timer runs while none is held. Any thread.
/// </summary>
public sealed class HeldConnections
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<HeldConnection, bool> _all = new();
    private readonly ITimer _timer;
    private int _set;

    /// <summary>Creates a watch over no connections.</summary>
    /// <param name="time">The clock of its looks.</param>
    public HeldConnections(TimeProvider time) =>
        _timer = time.CreateTimer(
            static all => ((HeldConnections)all!).Look(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );

    /// <summary>Watches a connection until the result is disposed.</summary>
    /// <param name="peer">Looks at its peer.</param>
    /// <param name="changed">
    /// Called when the peer is found finished, and when it is found gone, by the timer; must return at once.
    /// </param>
    public HeldConnection Watch(Func<PeerState> peer, Action<PeerState> changed)
    {
        var connection = new HeldConnection(this, peer, changed);
        _all[connection] = true;
        return connection;
    }

    internal void Remove(HeldConnection connection) => _all.TryRemove(connection, out _);

    internal void LookSoon()
    {
        if (Volatile.Read(ref _set) == 0 && Interlocked.Exchange(ref _set, 1) == 0)
            _timer.Change(Every, Timeout.InfiniteTimeSpan);
    }

    private void Look()
    {
        Interlocked.Exchange(ref _set, 0); // first, so that a connection held from now on sets the timer again
        bool more = false;
        foreach ((HeldConnection connection, _) in _all)
            more |= connection.Look();
        if (more)
            LookSoon();
    }
}
