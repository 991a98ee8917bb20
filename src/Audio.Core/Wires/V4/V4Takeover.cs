using Audio.Core.Sessions.Intake;
using Audio.Core.Wires.Frames;
using Audio.Protocol.V4;
using Microsoft.Extensions.Logging;

namespace Audio.Core.Wires.V4;

/// <summary>
/// Knows whose sessions a connection serves: those of the client that opened it, or of a client that was cut off and
/// has come back. A client belongs to the next connection at once, and continues there when nothing of it is under way
/// on the previous one.
/// </summary>
internal sealed partial class V4Takeover
{
    /// <summary>
    /// The longest that a client waits to leave its previous connection. That closes first, so nothing there waits for
    /// its peer; only a fault of ours takes this long.
    /// </summary>
    public static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(5);

    // Immutable.
    private readonly V4Context _context;
    private readonly V4Connection _connection;
    private readonly FrameRouter _router;
    private readonly V4FrameTurn _turn;
    private readonly FrameHold _hold;
    private readonly V4Gate _gate;

    // Any thread.
    private volatile V4Client? _client; // null once another connection has taken it over
    private volatile V4Client? _former; // the one that another connection has taken over

    public V4Takeover(
        V4Context context,
        V4Connection connection,
        FrameRouter router,
        V4FrameTurn turn,
        FrameHold hold,
        V4Gate gate
    )
    {
        _context = context;
        _connection = connection;
        _router = router;
        _turn = turn;
        _hold = hold;
        _gate = gate;
        _client = new V4Client(context, connection.ClientId, connection);
    }

    /// <summary>The client, unless another connection has taken it over. Any thread.</summary>
    public V4Client? Current => _client;

    /// <summary>Completes when nothing is under way after <see cref="GiveAway"/>. Any thread.</summary>
    public Task WhenLeft => _gate.WhenShut;

    /// <exception cref="V4Exception">Another connection has taken it over.</exception>
    public V4Client Client() => _client ?? throw TakenOver();

    /// <summary>Starts delivering the frames of a session on this connection. Receiving loop.</summary>
    public void Serve(V4ClientSession session) => session.Route = new V4Route(session, _router, _turn, _hold);

    /// <summary>Resumes a client that was cut off. Receiving loop.</summary>
    /// <exception cref="V4Exception">There is no such client, or this connection already has sessions.</exception>
    public async ValueTask ResumeAsync(V4Resume resume)
    {
        V4Client newcomer = Client();
        if (newcomer.Sessions.Count > 0)
        {
            throw new V4Exception(
                V4ErrorCodes.InvalidField,
                "Invalid field: token; resume comes before the first start_session of a connection"
            );
        }

        if (_context.Waiting.Take(resume.Token, newcomer, _connection) is not { } handover)
        {
            throw new V4Exception(
                V4ErrorCodes.InvalidToken,
                "This token cannot resume a connection: it is wrong, has been used, or has expired"
            );
        }

        V4Client returning = handover.Client;
        if (handover.From is { } previous)
        {
            previous.GiveAway();
            foreach (V4ClientSession session in returning.Sessions)
                session.Audio.Detach();
        }
        if (!await handover.HasLeftAsync(LeaveLimit, _context.Time).ConfigureAwait(false))
        {
            _context.Waiting.PutBack(handover, _connection);
            throw new V4Exception(
                V4ErrorCodes.Internal,
                "The sessions are still busy on their previous connection; resume them again later"
            );
        }

        _client = returning;
        if (!_context.Waiting.Has(_connection, returning))
        {
            _client = null; // a third connection waits for this one, and continues with the client
            throw TakenOver();
        }

        foreach (V4ClientSession session in returning.Sessions)
        {
            session.Route?.Dispose(); // that of the previous connection
            session.Audio.Attach();
            session.Audio.Handle = _router.NextHandle();
            Serve(session);
            if (session.Audio.Result is not null)
                session.Route?.Dispose(); // it has ended just now
        }
        LogResumed(_context.Logger, _connection.ClientId, handover.FormerId, returning.Sessions.Count);
        returning.ContinueOn(_connection, resume.RequestId);
    }

    /// <summary>
    /// Another connection has taken the client over: no further message is processed. Any thread; does not wait.
    /// </summary>
    public void GiveAway()
    {
        _former = _client;
        _client = null;
        _gate.Close();
    }

    /// <summary>Ends the connection. Receiving loop.</summary>
    /// <param name="inOrder">Whether the client closed the connection properly; otherwise it may come back.</param>
    public async ValueTask EndAsync(bool inOrder)
    {
        _gate.Close();
        await _gate.WhenShut.ConfigureAwait(false);
        V4Client? client = Interlocked.Exchange(ref _client, null);
        if ((client ?? _former) is { } served)
            Release(served); // or the end of this connection would be the end of streams that go on elsewhere
        if (client is null)
            return;
        if (inOrder)
            client.Leave(_connection);
        else
            client.Lose(_connection);
    }

    /// <summary>Leaves the sessions to the next connection, which may have taken them over already.</summary>
    private void Release(V4Client client)
    {
        foreach (V4ClientSession session in client.Sessions)
        {
            if (session.Route is { } route && route.IsOf(_router))
                route.Dispose();
        }
    }

    private static V4Exception TakenOver() =>
        new(V4ErrorCodes.InvalidToken, "This connection was resumed on another one");

    [LoggerMessage(
        EventId = LogEvents.V4ClientResumed,
        Level = LogLevel.Information,
        Message = "{Client} resumes {Former} with {Sessions} sessions"
    )]
    private static partial void LogResumed(ILogger logger, string client, string former, int sessions);
}
