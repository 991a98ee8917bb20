using Audio.Core.Sessions.Intake;
using Audio.Core.Wires.Frames;
using Audio.Protocol.V4;
using Microsoft.Extensions.Logging;

namespace Audio.Core.Wires.V4;

/// <summary>
/// Knows whose sessions a connection serves: those of the client that opened it, or of a client that was cut off and
/// has come back. A client moves to the next connection when nothing of it is under way on the previous one.
/// </summary>
internal sealed partial class V4Takeover
{
    // Immutable.
    private readonly V4Context _context;
    private readonly V4Connection _connection;
    private readonly FrameRouter _router;
    private readonly V4FrameTurn _turn;
    private readonly FrameHold _hold;
    private readonly V4Gate _gate;

    // Any thread.
    private volatile V4Client? _client; // null once another connection has taken it over

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

    /// <exception cref="V4Exception">Another connection has taken it over.</exception>
    public V4Client Client() =>
        _client ?? throw new V4Exception(V4ErrorCodes.InvalidToken, "This connection was resumed on another one");

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

        if (resume.Token == newcomer.Token || _context.Waiting.Take(resume.Token) is not { } returning)
        {
            throw new V4Exception(
                V4ErrorCodes.InvalidToken,
                "This token cannot resume a connection: it is wrong, has been used, or has expired"
            );
        }

        if (returning.Detach() is { } old)
            await old.GiveAwayAsync(returning).ConfigureAwait(false);
        foreach (V4ClientSession session in returning.Sessions)
        {
            session.Audio.Attach();
            session.Audio.Handle = _router.NextHandle();
            Serve(session);
            if (session.Audio.Result is not null)
                session.Route?.Dispose(); // it has ended just now
        }
        _client = returning;
        LogResumed(_context.Logger, _connection.ClientId, returning.Id, returning.Sessions.Count);
        returning.ContinueOn(_connection, newcomer, resume.RequestId);
    }

    /// <summary>
    /// Hands its client over to another connection; what this one has received is processed when the task completes.
    /// Any thread.
    /// </summary>
    public async Task GiveAwayAsync(V4Client client)
    {
        _client = null;
        Task shut = _gate.ShutAsync();
        foreach (V4ClientSession session in client.Sessions)
            session.Audio.Detach();
        await shut.ConfigureAwait(false);
        Release(client);
    }

    /// <summary>Ends the connection. Receiving loop.</summary>
    /// <param name="inOrder">Whether the client closed the connection properly; otherwise it may come back.</param>
    public async ValueTask EndAsync(bool inOrder)
    {
        await _gate.ShutAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _client, null) is not { } client)
            return;
        Release(client);
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

    [LoggerMessage(
        EventId = LogEvents.V4ClientResumed,
        Level = LogLevel.Information,
        Message = "{Client} resumes {Former} with {Sessions} sessions"
    )]
    private static partial void LogResumed(ILogger logger, string client, string former, int sessions);
}
