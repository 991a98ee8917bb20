using System.Collections.Concurrent;
using Audio.Core.Sessions;
using Audio.Protocol.V4;

namespace Audio.Core.Wires.V4;

/// <summary>
/// What outlives a connection: a client's sessions, and the endings it may not have been told. A connection that was
/// cut leaves it behind, the next one takes it over. Any thread.
/// </summary>
internal sealed class V4Client
{
    /// <summary>Endings that are kept for a client that comes back.</summary>
    private const int EndingsKept = 256;

    // Immutable.
    private readonly V4Context _context;

    // Any thread.
    private readonly ConcurrentDictionary<string, V4ClientSession> _sessions = new();
    private V4Connection? _connection;

    // Guarded by the lock: an ending is told on the connection there is, or is in the list when 'resumed' is made;
    // never neither.
    private readonly Lock _lock = new();
    private readonly Queue<V4SessionEnded> _endings = new();

    public V4Client(V4Context context, string id, V4Connection connection)
    {
        _context = context;
        _connection = connection;
        Clock = new V4FlowClock(context.Time);
        Id = id;
        Token = context.Waiting.Issue(this);
    }

    /// <summary>What it is called.</summary>
    public string Id { get; private set; }

    /// <summary>What names it to a connection that wants to take it over.</summary>
    public string Token { get; private set; }

    /// <summary>When its sessions tell how far they have come.</summary>
    public V4FlowClock Clock { get; }

    /// <summary>Its sessions that have not ended.</summary>
    public ICollection<V4ClientSession> Sessions => _sessions.Values;

    /// <summary>The connection that it speaks through; <see langword="null"/> while it is away.</summary>
    public V4Connection? Connection => Volatile.Read(ref _connection);

    public V4ClientSession? Find(string sessionId) => _sessions.GetValueOrDefault(sessionId);

    public void Add(V4ClientSession session) => _sessions[session.Audio.Id] = session;

    /// <summary>Tells it something, if it is there.</summary>
    public void Tell(V4ServerMessage message) => Connection?.Outbox.Tell(message);

    /// <summary>A session of it is over.</summary>
    public void End(V4ClientSession session, SessionResult result)
    {
        var ended = new V4SessionEnded(
            result.SessionId,
            V4Names.Of(result.Reason),
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
        };
        lock (_lock)
        {
            _sessions.TryRemove(result.SessionId, out _);
            session.Route?.Dispose(); // its handle names nothing any more
            _endings.Enqueue(ended);
            if (_endings.Count > EndingsKept)
                _endings.Dequeue();
            Tell(ended);
        }
    }

    /// <summary>Takes a client over whose connection was cut: its sessions go on here.</summary>
    /// <param name="connection">Where it is now; the sessions have their handles on it.</param>
    /// <param name="newcomer">
    /// The client that the connection had so far; its name and token are this one's from now on.
    /// </param>
    /// <param name="requestId">What asked for it.</param>
    public void ContinueOn(V4Connection connection, V4Client newcomer, string? requestId)
    {
        Id = newcomer.Id;
        Token = newcomer.Token;
        _context.Waiting.Rename(Token, this);
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

    /// <summary>Another connection takes it over.</summary>
    /// <returns>The one it had, if it was not cut before.</returns>
    public V4Connection? Detach() => Interlocked.Exchange(ref _connection, null);

    /// <summary>It said goodbye: what it sent is played to its end.</summary>
    public void Leave(V4Connection connection)
    {
        if (Interlocked.CompareExchange(ref _connection, null, connection) != connection)
            return;
        _context.Waiting.Forget(this);
        End(SessionEndReason.Completed);
    }

    /// <summary>Its connection was cut: it may come back.</summary>
    public void Lose(V4Connection connection)
    {
        if (Interlocked.CompareExchange(ref _connection, null, connection) == connection)
            _context.Waiting.Wait(this);
    }

    /// <summary>It has not come back: what arrived is played to its end.</summary>
    public void GiveUp() => End(SessionEndReason.Disconnected);

    /// <summary>Nobody is left who could go on with its streams, or let sound what is paused.</summary>
    private void End(SessionEndReason reason)
    {
        foreach (V4ClientSession session in _sessions.Values)
        {
            if (session.Audio.State == SessionState.Paused)
                session.Audio.Cancel(SessionEndReason.Disconnected);
            else if (!session.Audio.IsStreamEnded)
                session.Audio.Complete(reason);
        }
    }
}
