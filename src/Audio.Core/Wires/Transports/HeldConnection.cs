namespace Audio.Core.Wires.Transports;

/// <summary>One connection that may be held back: while it is, nothing is read from it. Any thread.</summary>
public sealed class HeldConnection : IDisposable
{
    // Immutable.
    private readonly HeldConnections _all;
    private readonly Func<PeerState> _peer;
    private readonly Action<PeerState> _changed;

    // Any thread.
    private int _held;

    // The timer's.
    private PeerState _known;

    internal HeldConnection(HeldConnections all, Func<PeerState> peer, Action<PeerState> changed)
    {
        _all = all;
        _peer = peer;
        _changed = changed;
    }

    /// <summary>Nothing is read from it now.</summary>
    public void Hold()
    {
        Interlocked.Exchange(ref _held, 1);
        _all.LookSoon();
    }

    /// <summary>It is read again.</summary>
    public void Release() => Volatile.Write(ref _held, 0);

    /// <summary>It is over, and no longer watched.</summary>
    public void Dispose() => _all.Remove(this);

    /// <returns>Whether to look again.</returns>
    internal bool Look()
    {
        if (Volatile.Read(ref _held) == 0 || _known == PeerState.Gone)
            return false;
        PeerState state = _peer();
        if (state > _known)
        {
            _known = state;
            _changed(state);
        }
        return true;
    }
}
