using System.Collections.Concurrent;
using Audio.Core.Sessions;
using Audio.Core.Wires.Transports;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Core.Wires.V4;

/// <summary>
/// What outlives a connection: a client's sessions, and the session ends it may not have been told. It survives a
/// connection that was cut, and the next connection takes it over. Any thread.
/// </summary>
internal sealed class V4Client
{
    /// <summary>The most session ends kept for a client that may come back.</summary>
    private const int EndingsKept = 256;

    // Immutable.
    private readonly V4Context _context;

    // Any thread.
    private readonly ConcurrentDictionary<string, V4ClientSession> _sessions = new();
    private V4Connection? _connection;

    // Guarded by the lock, so that each session end is either sent on the current connection or listed in 'resumed'.
    private readonly Lock _lock = new();
    private readonly Queue<V4SessionEnded> _endings = new();

    public V4Client(V4Context context, string id, V4Connection connection)
    {
        _context = context;
        _connection = connection;
        Clock = new V4FlowClock(context.Time);
        Id = id;
        Token = context.Waiting.Issue(this, connection);
    }

    /// <summary>Its name.</summary>
    public string Id { get; private set; }

    /// <summary>The token with which a connection can take it over.</summary>
    public string Token { get; private set; }

    /// <summary>Times the flow messages of its sessions.</summary>
    public V4FlowClock Clock { get; }

    /// <summary>Its sessions that have not ended.</summary>
    public ICollection<V4ClientSession> Sessions => _sessions.Values;

    /// <summary>Its connection; <see langword="null"/> while it is away.</summary>
    public V4Connection? Connection => Volatile.Read(ref _connection);

    public V4ClientSession? Find(string sessionId) => _sessions.GetValueOrDefault(sessionId);

    public void Add(V4ClientSession session) => _sessions[session.Audio.Id] = session;

    /// <summary>Sends it a message if it is connected.</summary>
    public void Tell(V4ServerMessage message) => Connection?.Outbox.Tell(message);

    /// <summary>Records the end of one of its sessions.</summary>
    public void End(V4ClientSession session, SessionResult result)
    {
        var ended = new V4SessionEnded(
            result.SessionId,
            V4EndReasons.NameOf(result.Reason),
            result.Statistics.FramesPlayed,
            result.Statistics.FramesReceived,
            result.Statistics.BytesReceived,
            result.Statistics.Underruns,
            V4Names.Milliseconds(result.Statistics.Ttfa.Device),
            _context.Now,
            result.Error
        )
        {
            Audible = result.IsAudible,
            Inaudible = V4Names.Of(result.Inaudible),
            FramesSkipped = result.Statistics.FramesSkipped is > 0 and var skipped ? skipped : null,
            SampleRate = session.RateOf(result.Format),
            Damaged = result.Statistics.Damaged is > 0 and var damaged ? damaged : null,
        };
        lock (_lock)
        {
            _sessions.TryRemove(KeyValuePair.Create(result.SessionId, session));
            session.Route?.Dispose(); // frees its handle
            _endings.Enqueue(ended);
            if (_endings.Count > EndingsKept)
                _endings.Dequeue();
            Tell(ended);
        }
    }

    /// <summary>Takes the name and the token of the connection that has it from now on.</summary>
    public void Become(string id, string token) => (Id, Token) = (id, token);

    /// <summary>Continues on another connection, with its sessions.</summary>
    /// <param name="connection">The new connection; the sessions have their handles on it.</param>
    /// <param name="requestId">The request that asked for it.</param>
    public void ContinueOn(V4Connection connection, string? requestId)
    {
        lock (_lock)
        {
            foreach (V4ClientSession session in _sessions.Values)
                session.Audio.Owner = Id;
            connection.Outbox.Tell(
                new V4Resumed([.. _sessions.Values.Select(session => session.Status())], [.. _endings])
                {
                    RequestId = requestId,
                }
            );
            Volatile.Write(ref _connection, connection);
        }
        foreach (V4ClientSession session in _sessions.Values)
            session.Continue();
    }

    /// <summary>From now on nothing is sent to it, until it continues on a connection.</summary>
    public void Detach() => Volatile.Write(ref _connection, null);

    /// <summary>The client disconnected properly: what it sent is played to the end.</summary>
    public void Leave(V4Connection connection)
    {
        if (_context.Waiting.Leave(this, connection))
            End(SessionEndReason.Completed);
    }

    /// <summary>The connection was cut; the client may come back.</summary>
    public void Lose(V4Connection connection) => _context.Waiting.Lose(this, connection);

    /// <summary>
    /// The peer of its connection is gone, although not all that it sent has been read. The client may come back; if it
    /// does not, what is still unread then is not waited for.
    /// </summary>
    public void Miss(V4Connection connection)
    {
        if (Connection == connection)
            _context.Waiting.Wait(this);
    }

    /// <summary>The client has not come back: what arrived is played to the end.</summary>
    public void GiveUp()
    {
        End(SessionEndReason.Disconnected);
        Connection?.Close(TransportMessage.NormalClosure, "");
    }

    /// <summary>Nobody is left to continue its streams or to resume what is paused.</summary>
    private void End(SessionEndReason reason)
    {
        foreach (V4ClientSession session in _sessions.Values)
        {
            if (session.Audio is { State: not SessionState.Paused, IsStreamEnded: false })
                session.Audio.Complete(reason);
            session.Audio.Abandon(_context.Options.InactiveTimeout, endsIfPaused: true);
        }
    }
}
