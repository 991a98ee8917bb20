using Audio.Host.Transports;

namespace Audio.Host.Clients;

/// <summary>One connection that may be held back: while it is, nothing is read from it. Any thread.</summary>
internal sealed class HeldConnection(HeldConnections all, Func<PeerState> peer, Action<PeerState> changed) : IDisposable
{
    private int _held;
    private PeerState _known; // the timer's

    /// <summary>Nothing is read from it now.</summary>
    public void Hold()
    {
        Interlocked.Exchange(ref _held, 1);
        all.LookSoon();
    }

    /// <summary>It is read again.</summary>
    public void Release() => Volatile.Write(ref _held, 0);

    public void Dispose() => all.Remove(this);

    /// <returns>Whether to look again.</returns>
    internal bool Look()
    {
        if (Volatile.Read(ref _held) == 0 || _known == PeerState.Gone)
            return false;
        PeerState state = peer();
        if (state > _known)
        {
            _known = state;
            changed(state);
        }
        return true;
    }
}
