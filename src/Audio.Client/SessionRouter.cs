using Audio.Client.Connection;
using Audio.Protocol.V4;
using Microsoft.Extensions.Logging;

namespace Audio.Client;

/// <summary>
/// Passes the messages of the daemon to their sessions, and stops a spawned daemon after its last session. Runs on the
/// receiving loop of a connection.
/// </summary>
internal sealed partial class SessionRouter(LinkState state, ConnectionChanges changes, ILogger logger)
    : IConnectionEvents
{
    /// <inheritdoc/>
    public void OnFlow(in V4Flow flow) => state.Find(flow.Handle)?.OnFlow(flow);

    /// <inheritdoc/>
    public void OnEvent(DaemonConnection connection, V4ServerMessage message)
    {
        switch (message)
        {
            case V4SessionEnded ended:
                OnEnded(ended);
                break;
            case V4Error error:
                OnFrameRefused(connection, error);
                break;
            default:
                string? id = message switch
                {
                    V4Playing m => m.SessionId,
                    V4Underrun m => m.SessionId,
                    V4MarkHeard m => m.SessionId,
                    V4Paused m => m.SessionId,
                    V4SessionQueued m => m.SessionId,
                    V4PlaybackResumed m => m.SessionId,
                    _ => null,
                };
                state.Find(id)?.OnEvent(message);
                break;
        }
    }

    /// <summary>Ends a session, unless it was ended before on the connection that was cut.</summary>
    public void OnEnded(V4SessionEnded ended)
    {
        if (state.Find(ended.SessionId) is not { } session)
            return;
        state.Remove(session);
        session.End(ended);
        ReleaseSpawned();
    }

    /// <summary>The request that starts a session. The reply gives the session its handle, or ends it.</summary>
    public PendingRequest StartOf(DaemonSession session) =>
        new(session.StartMessage, session, survivesCut: true)
        {
            Received = (connection, reply) => OnStarted(connection, session, reply),
        };

    /// <summary>Stops the daemon that this client started, if its last session has ended.</summary>
    public void ReleaseSpawned()
    {
        if (state.Release() is not { } daemon)
            return;
        _ = daemon.Connection.CloseAsync("Client disconnecting");
        changes.Tell(
            new ConnectionChange(
                ConnectionState.Disconnected,
                daemon.Endpoint,
                "The daemon that this client started is no longer needed."
            )
        );
    }

    private void OnStarted(DaemonConnection connection, DaemonSession session, V4Reply reply)
    {
        if (reply is V4SessionStarted started)
        {
            state.Begin(session, started.Handle);
            session.Attach(connection, started.Handle, received: 0, started.Limit, played: 0, underruns: 0);
            return;
        }
        state.Remove(session);
        session.EndUntold(
            reply is V4Error error ? error.Error : $"The daemon answered start_session with {reply.Type}."
        );
    }

    private void OnFrameRefused(DaemonConnection connection, V4Error error)
    {
        LogRefused(logger, error.SessionId, error.Code, error.Error);
        if (state.Find(error.SessionId) is not { } session || error.Received is not { } received)
            return;
        if (!session.Stream.SendAgain(received))
            connection.Abort($"The daemon keeps dropping frames that it should accept: {error.Error}");
    }

    [LoggerMessage(
        EventId = LogEvents.RequestRefused,
        Level = LogLevel.Warning,
        Message = "The daemon refused something of session {Session}: {Code}: {Reason}"
    )]
    private static partial void LogRefused(ILogger logger, string? session, string code, string reason);
}
