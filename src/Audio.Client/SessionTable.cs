namespace Audio.Client;

/// <summary>
/// The open sessions, by id and by the handle that names each on the current connection. Under the lock of <see
/// cref="LinkState"/>.
/// </summary>
internal sealed class SessionTable
{
    private readonly Dictionary<string, Entry> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, DaemonSession> _byHandle = [];

    public int Count => _byId.Count;

    /// <summary>The sessions that a daemon has accepted, now or on an earlier connection.</summary>
    public DaemonSession[] Begun => [.. _byId.Values.Where(e => e.IsBegun).Select(e => e.Session)];

    public IEnumerable<DaemonSession> All => _byId.Values.Select(e => e.Session);

    public bool Contains(string id) => _byId.ContainsKey(id);

    public DaemonSession? Find(string? id) =>
        id is not null && _byId.TryGetValue(id, out Entry? entry) ? entry.Session : null;

    public DaemonSession? Find(uint handle) => _byHandle.GetValueOrDefault(handle);

    /// <summary>Adds a session that the daemon has not accepted yet.</summary>
    /// <returns>False: another session has the id.</returns>
    public bool TryAdd(DaemonSession session) => _byId.TryAdd(session.Id, new Entry(session));

    /// <summary>The daemon has accepted the session, or still holds it, under this handle.</summary>
    public void Begin(DaemonSession session, uint handle)
    {
        if (EntryOf(session) is not { } entry)
            return;
        entry.IsBegun = true;
        entry.Handle = handle;
        _byHandle[handle] = session;
    }

    /// <summary>The connection has ended, so its handles mean nothing any more.</summary>
    public void DropHandles()
    {
        _byHandle.Clear();
        foreach (Entry entry in _byId.Values)
            entry.Handle = null;
    }

    public void Remove(DaemonSession session)
    {
        if (EntryOf(session) is not { } entry)
            return;
        _byId.Remove(session.Id);
        if (entry.Handle is { } handle && Find(handle) == session)
            _byHandle.Remove(handle);
    }

    public DaemonSession[] TakeAll()
    {
        DaemonSession[] sessions = [.. All];
        _byId.Clear();
        _byHandle.Clear();
        return sessions;
    }

    private Entry? EntryOf(DaemonSession session) =>
        _byId.TryGetValue(session.Id, out Entry? entry) && entry.Session == session ? entry : null;

    private sealed class Entry(DaemonSession session)
    {
        public DaemonSession Session { get; } = session;

        public bool IsBegun { get; set; }

        public uint? Handle { get; set; }
    }
}
