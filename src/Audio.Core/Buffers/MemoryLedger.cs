namespace Audio.Core.Buffers;

/// <summary>
/// Who holds the blocks of one pool. The paused sessions of one client hold at most a quarter of the pool, and all that
/// are paused or wait at most three quarters, so sound that plays always finds some. If the pool is empty all the same,
/// because they had filled their buffers before, the session that was paused first gives up its memory, or else the one
/// that has waited longest. Any thread, except the render thread; it takes a short lock.
/// </summary>
/// <param name="capacity">The blocks of the pool.</param>
internal sealed class MemoryLedger(int capacity)
{
    /// <summary>A session that plays and holds as many blocks is in no need, although it could hold more.</summary>
    private const int Enough = 64;

    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly List<MemoryShare> _paused = []; // the one that was paused first comes first
    private readonly List<MemoryShare> _waiting = [];
    private MemoryShare? _leaving; // was asked for its memory and has not given all of it back yet

    /// <summary>The blocks that the paused sessions of one client may hold.</summary>
    public int MostOfClient { get; } = Math.Max(1, capacity / 4);

    /// <summary>The blocks that all sessions may hold that are paused or wait.</summary>
    public int MostOfSilenced { get; } = Math.Max(1, capacity / 4 * 3);

    public bool TryGrow(MemoryShare share)
    {
        MemoryShare? last;
        lock (_lock)
        {
            object? full =
                share.Standing == MemoryStanding.Playing ? null
                : share.Standing == MemoryStanding.Paused && Held(share.Client) >= MostOfClient ? share.Client
                : Held(_paused) + Held(_waiting) >= MostOfSilenced ? this
                : null;
            if (full is null)
            {
                share.Blocks++;
                return true;
            }

            last = share.IsUrgent ? Choose(_paused, full == this ? null : full, not: share) : null;
            if (share.IsUrgent && full != this && _leaving is null)
                last = _leaving = share; // it alone holds that much, so nothing else would help it
        }
        last?.TakeBack();
        return false;
    }

    public void Miss(MemoryShare share)
    {
        MemoryShare? last = null;
        lock (_lock)
        {
            share.Blocks--;
            if (share.Standing == MemoryStanding.Playing ? share.Blocks < Enough : share.IsUrgent)
            {
                last = Choose(_paused, client: null, not: share);
                last ??= Choose(_waiting, client: null, not: share);
            }
        }
        last?.TakeBack();
    }

    public void Shrink(MemoryShare share)
    {
        MemoryShare? next;
        lock (_lock)
        {
            share.Blocks--;
            next = HasLeft(share);
        }
        next?.TakeBack();
    }

    public void Stand(MemoryShare share, MemoryStanding standing)
    {
        MemoryShare? last = null;
        lock (_lock)
        {
            if (share.Standing == standing)
                return;
            _paused.Remove(share);
            _waiting.Remove(share);
            share.Standing = standing;
            if (_leaving == share && share.Blocks == 0)
                _leaving = null;
            if (standing == MemoryStanding.Waiting)
                _waiting.Add(share);
            if (standing == MemoryStanding.Paused)
            {
                _paused.Add(share);
                last = ChooseBeyondMost(share.Client, not: share);
            }
        }
        last?.TakeBack();
    }

    public void Spare(MemoryShare share)
    {
        lock (_lock)
        {
            if (_leaving == share)
                _leaving = null;
        }
    }

    /// <summary>Whoever is still too much for its client leaves next.</summary>
    private MemoryShare? HasLeft(MemoryShare share)
    {
        if (_leaving != share || share.Blocks > 0)
            return null;
        _leaving = null;
        return ChooseBeyondMost(share.Client, not: share);
    }

    private MemoryShare? ChooseBeyondMost(object client, MemoryShare not) =>
        Held(client) > MostOfClient ? Choose(_paused, client, not) : null;

    /// <summary>
    /// Chooses who gives its memory up. One at a time, so that nobody leaves for a need that another has met.
    /// </summary>
    private MemoryShare? Choose(List<MemoryShare> from, object? client, MemoryShare not)
    {
        if (_leaving is not null)
            return null;
        return _leaving = from.Find(share =>
            share != not && share.Blocks > 0 && (client is null || share.Client.Equals(client))
        );
    }

    /// <summary>What the paused sessions of a client hold.</summary>
    private int Held(object client)
    {
        int held = 0;
        foreach (MemoryShare share in _paused)
            held += share.Client.Equals(client) ? share.Blocks : 0;
        return held;
    }

    private static int Held(List<MemoryShare> shares)
    {
        int held = 0;
        foreach (MemoryShare share in shares)
            held += share.Blocks;
        return held;
    }
}
