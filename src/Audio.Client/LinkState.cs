using Audio.Client.Connection;
using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>
/// What a client knows, whatever happens to its connections: which daemon it is connected to, which sessions are open,
/// which requests wait for a connection, and the tokens that name the sessions. Each method is one step under one lock;
/// it calls nobody who could wait or call back. Any thread.
/// </summary>
internal sealed class LinkState
{
    // Under the lock.
    private readonly Lock _lock = new();
    private readonly SessionTable _sessions = new();
    private readonly CarriedRequests _carried = new();
    private readonly ResumeTokens _tokens = new();
    private ConnectionState _state = ConnectionState.Disconnected;
    private ConnectedDaemon? _daemon;
    private ConnectedDaemon? _released;

    public ConnectionState State
    {
        get
        {
            lock (_lock)
                return _state;
        }
    }

    /// <summary>The daemon that the client is connected to.</summary>
    public ConnectedDaemon? Daemon
    {
        get
        {
            lock (_lock)
                return _daemon;
        }
    }

    /// <summary>The endpoint of the connection; without one, that of the daemon that holds the sessions.</summary>
    public AudioDaemonEndpoint? Endpoint
    {
        get
        {
            lock (_lock)
                return _daemon?.Endpoint ?? _tokens.Holder;
        }
    }

    public bool HasSessions
    {
        get
        {
            lock (_lock)
                return _sessions.Count > 0;
        }
    }

    /// <summary>Whether a session would be lost if the client went to another daemon.</summary>
    public bool HasSessionsToLose
    {
        get
        {
            lock (_lock)
                return Array.Exists(_sessions.Begun, s => !s.CanRestart);
        }
    }

    public bool TryAdd(DaemonSession session)
    {
        lock (_lock)
            return _sessions.TryAdd(session);
    }

    public DaemonSession? Find(string? id)
    {
        lock (_lock)
            return _sessions.Find(id);
    }

    public DaemonSession? Find(uint handle)
    {
        lock (_lock)
            return _sessions.Find(handle);
    }

    public void Begin(DaemonSession session, uint handle)
    {
        lock (_lock)
            _sessions.Begin(session, handle);
    }

    public void Remove(DaemonSession session)
    {
        lock (_lock)
            _sessions.Remove(session);
    }

    /// <summary>Gives a request to the connection, or keeps it for the next one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="connection">The connection to kick, if there is one.</param>
    /// <returns>False: there is no connection, and none is being made.</returns>
    public bool TryPost(PendingRequest request, out DaemonConnection? connection)
    {
        lock (_lock)
        {
            connection = _daemon?.Connection;
            if (connection is null && _state != ConnectionState.Reconnecting)
                return false;
            if (connection is null || !connection.TryEnqueue(request))
                _carried.Add(request);
            return true;
        }
    }

    /// <returns>False: the client is closed, which nothing changes any more.</returns>
    public bool TryMove(ConnectionState state)
    {
        lock (_lock)
        {
            if (_state == ConnectionState.Closed)
                return false;
            _state = state;
            return true;
        }
    }

    /// <returns>False: it was closed before.</returns>
    public bool TryClose(out ConnectedDaemon? daemon)
    {
        lock (_lock)
        {
            daemon = _daemon;
            if (_state == ConnectionState.Closed)
                return false;
            _state = ConnectionState.Closed;
            return true;
        }
    }

    /// <summary>The first connection is made.</summary>
    /// <returns>False: the client was closed meanwhile.</returns>
    public bool TryOpen(ConnectedDaemon daemon)
    {
        lock (_lock)
        {
            _tokens.Settle(daemon.Endpoint, daemon.ResumeToken);
            _daemon = daemon;
            if (_state == ConnectionState.Closed)
                return false;
            _state = ConnectionState.Connected;
            return true;
        }
    }

    /// <summary>Lets go of a daemon that this client started, if no session needs it any more.</summary>
    /// <returns>The daemon, whose connection is to be closed; null: it is kept, or there is none.</returns>
    public ConnectedDaemon? Release()
    {
        lock (_lock)
        {
            if (_daemon is not { Spawned: not null } daemon)
                return null;
            if (_sessions.Count > 0 || _state != ConnectionState.Connected)
                return null;
            (_daemon, _released, _state) = (null, daemon, ConnectionState.Disconnected);
            return daemon;
        }
    }

    /// <summary>
    /// A connection has ended and nothing of it runs any more: its sessions and its unanswered requests wait for the
    /// next one.
    /// </summary>
    /// <param name="daemon">Whose connection it was.</param>
    /// <param name="failed">The requests that are not asked again.</param>
    /// <returns>Whether the client is to reconnect: not if it has closed, or has let go of this daemon.</returns>
    public bool Detach(ConnectedDaemon daemon, out PendingRequest[] failed)
    {
        ILookup<bool, PendingRequest> unanswered = daemon
            .Connection.Unanswered()
            .OfType<PendingRequest>()
            .ToLookup(r => r.SurvivesCut);
        lock (_lock)
        {
            if (ReferenceEquals(daemon, _released))
            {
                failed = [.. unanswered[false], .. unanswered[true]];
                return false;
            }
            failed = [.. unanswered[false]];
            _daemon = null;
            _sessions.DropHandles();
            foreach (DaemonSession session in _sessions.All)
                session.Stream.Detach();
            _carried.PutFirst(unanswered[true]);
            if (_state == ConnectionState.Connected)
                _state = ConnectionState.Reconnecting;
            return _state != ConnectionState.Closed;
        }
    }

    /// <summary>Adds the token of a new connection, to which a resume moves the sessions.</summary>
    /// <returns>
    /// The tokens under which its daemon may hold the sessions, oldest first; none if there are no sessions.
    /// </returns>
    public string[] TokensFor(ConnectedDaemon daemon)
    {
        lock (_lock)
        {
            string[] tokens = _sessions.Count == 0 ? [] : _tokens.Of(daemon.Endpoint);
            _tokens.Add(daemon.Endpoint, daemon.ResumeToken);
            return tokens;
        }
    }

    /// <summary>Takes in what a daemon says of the sessions behind a token.</summary>
    public ResumedSessions Resume(V4Resumed resumed)
    {
        var going = new List<(DaemonSession Session, V4SessionStatus Status)>();
        var started = new List<PendingRequest>();
        bool isOurs = false;
        lock (_lock)
        {
            foreach (V4SessionStatus status in resumed.Sessions)
            {
                if (_sessions.Find(status.SessionId) is not { } session)
                    continue;
                _sessions.Begin(session, status.Handle);
                going.Add((session, status));
                started.AddRange(_carried.TakeStartOf(session));
                isOurs = true;
            }
            foreach (V4SessionEnded ended in resumed.Ended)
            {
                if (_sessions.Find(ended.SessionId) is not { } session)
                    continue;
                started.AddRange(_carried.TakeStartOf(session));
                isOurs = true;
            }
        }
        return new ResumedSessions(isOurs, going, started);
    }

    /// <summary>
    /// Makes a connection the current one, and sends what waited for it. The sessions that its daemon does not hold are
    /// restarted or lost.
    /// </summary>
    /// <param name="daemon">The daemon.</param>
    /// <param name="held">The sessions that it holds.</param>
    /// <param name="startOf">The request that starts a session.</param>
    public AdoptedSessions Adopt(
        ConnectedDaemon daemon,
        IReadOnlySet<DaemonSession> held,
        Func<DaemonSession, PendingRequest> startOf
    )
    {
        var lost = new List<DaemonSession>();
        var failed = new List<PendingRequest>();
        var restarted = new List<DaemonSession>();
        lock (_lock)
        {
            _tokens.Settle(daemon.Endpoint, daemon.ResumeToken);
            var first = new List<PendingRequest>();
            foreach (DaemonSession session in _sessions.Begun.Where(s => !held.Contains(s)))
            {
                _sessions.Remove(session);
                if (!session.TryRestart(_sessions.Contains))
                {
                    lost.Add(session);
                    failed.AddRange(_carried.TakeAllOf(session));
                    continue;
                }
                restarted.Add(session);
                _sessions.TryAdd(session);
                first.Add(startOf(session));
                first.AddRange(session.RequestsAfterRestart());
            }
            _carried.PutFirst(first);
            _daemon = daemon;
            if (_state == ConnectionState.Reconnecting)
                _state = ConnectionState.Connected;
            _carried.Send(daemon.Connection.TryEnqueue); // refused only by a connection that has ended already
        }
        return new AdoptedSessions(restarted, lost, failed);
    }

    /// <summary>Takes out all sessions and waiting requests: there is no connection, and none will be made.</summary>
    public (DaemonSession[] Sessions, PendingRequest[] Requests) TakeAll(ConnectionState state)
    {
        lock (_lock)
        {
            if (_state != ConnectionState.Closed)
                _state = state;
            _tokens.Clear();
            return (_sessions.TakeAll(), _carried.TakeAll());
        }
    }
}
