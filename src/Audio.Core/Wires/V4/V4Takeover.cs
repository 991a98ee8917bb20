using Audio.Core.Sessions.Intake;
using Audio.Core.Wires.Frames;
using Audio.Protocol.V4;
using Microsoft.Extensions.Logging;

namespace Audio.Core.Wires.V4;

/// <summary>
/// Whose sessions a connection serves: those of the client that came with it, or of one that was cut and has come back.
/// A client passes from one connection to the next when nothing of it is under way on the former.
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

    /// <summary>The client, unless another connection has it. Any thread.</summary>
    public V4Client? Current => _client;

    /// <exception cref="V4Exception">Another connection has taken it over.</exception>
    public V4Client Client() =>
        _client ?? throw new V4Exception(V4ErrorCodes.InvalidToken, "This connection was resumed on another one");

    /// <summary>Lets the frames of a session come on this connection. Receiving loop.</summary>
    public void Serve(V4ClientSession session) => session.Route = new V4Route(session, _router, _turn, _hold);

    /// <summary>A client that was cut goes on here. Receiving loop.</summary>
    /// <exception cref="V4Exception">There is none, or this one has begun.</exception>
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
                "This token names no connection that can be resumed: it is wrong, used, or its window is over"
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
                session.Route?.Dispose(); // it has ended in this moment
        }
        _client = returning;
        LogResumed(_context.Logger, _connection.ClientId, returning.Id, returning.Sessions.Count);
        returning.ContinueOn(_connection, newcomer, resume.RequestId);
    }

    /// <summary>
    /// Gives its client away to another connection; what this one has received is settled when the call has ended. Any
    /// thread.
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

    /// <summary>The connection is over. Receiving loop.</summary>
    /// <param name="inOrder">Whether the client has said goodbye; else it may come back.</param>
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

    /// <summary>Its sessions outlive the connection. Another may have them already, by routes of its own.</summary>
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
