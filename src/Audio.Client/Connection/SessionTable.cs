namespace Audio.Client.Connection;

/// <summary>
/// The open sessions, by id and by the handle that names each on the present connection. Guarded by the link's lock.
/// </summary>
internal sealed class SessionTable
{
    private readonly Dictionary<string, Entry> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, PlaybackSession> _byHandle = [];

    public int Count => _byId.Count;

    /// <summary>The sessions that the daemon has accepted at some time.</summary>
    public PlaybackSession[] Begun => [.. _byId.Values.Where(e => e.IsBegun).Select(e => e.Session)];

    public IEnumerable<PlaybackSession> All => _byId.Values.Select(e => e.Session);

    public bool Contains(string id) => _byId.ContainsKey(id);

    public PlaybackSession? Find(string? id) =>
        id is not null && _byId.TryGetValue(id, out Entry? entry) ? entry.Session : null;

    public PlaybackSession? Find(uint handle) => _byHandle.GetValueOrDefault(handle);

    /// <summary>Adds a session that the daemon has not accepted yet.</summary>
    /// <returns>False: the id is in use.</returns>
    public bool TryAdd(PlaybackSession session) => _byId.TryAdd(session.SessionId, new Entry(session));

    /// <summary>The daemon has accepted the session, or holds it still, under this handle.</summary>
    public void Begin(PlaybackSession session, uint handle)
    {
        if (EntryOf(session) is not { } entry)
            return;
        entry.IsBegun = true;
        entry.Handle = handle;
        _byHandle[handle] = session;
    }

    /// <summary>The connection is gone, and its handles with it.</summary>
    public void DropHandles()
    {
        _byHandle.Clear();
        foreach (Entry entry in _byId.Values)
            entry.Handle = null;
    }

    public void Remove(PlaybackSession session)
    {
        if (EntryOf(session) is not { } entry)
            return;
        _byId.Remove(session.SessionId);
        if (entry.Handle is { } handle && Find(handle) == session)
            _byHandle.Remove(handle);
    }

    public PlaybackSession[] TakeAll()
    {
        PlaybackSession[] sessions = [.. All];
        _byId.Clear();
        _byHandle.Clear();
        return sessions;
    }

    private Entry? EntryOf(PlaybackSession session) =>
        _byId.TryGetValue(session.SessionId, out Entry? entry) && entry.Session == session ? entry : null;

    private sealed class Entry(PlaybackSession session)
    {
        public PlaybackSession Session { get; } = session;

        public bool IsBegun { get; set; }

        public uint? Handle { get; set; }
    }
}
