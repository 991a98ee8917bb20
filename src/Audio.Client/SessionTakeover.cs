using Audio.Client.Connection;
using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>Moves the sessions to a new connection after the old one was cut. One at a time.</summary>
internal sealed class SessionTakeover(
    LinkState state,
    SessionRouter router,
    ConnectionChanges changes,
    Func<ConnectPlan, CancellationToken, Task<ConnectedDaemon>> connect
)
{
    private const string LostReason =
        "The daemon does not know the session any more: it was restarted, or away for too long.";

    /// <summary>Connects, resumes the sessions that the daemon still holds, and restarts or ends the others.</summary>
    /// <exception cref="AudioDaemonException">Nothing changed; another attempt may succeed.</exception>
    public async Task<ConnectedDaemon> ConnectAsync(ConnectPlan plan, CancellationToken cancellationToken)
    {
        ConnectedDaemon daemon = await connect(plan, cancellationToken).ConfigureAwait(false);
        string[] tokens = state.TokensFor(daemon);
        daemon.Connection.Start();
        var held = new HashSet<DaemonSession>();
        try
        {
            foreach (string token in tokens)
            {
                if (await ResumeAsync(daemon, token, held, cancellationToken).ConfigureAwait(false))
                    break;
            }
        }
        catch
        {
            daemon.Connection.Abort("The sessions were not taken over.");
            await daemon.Connection.Ended.ConfigureAwait(false);
            Detach(daemon);
            throw;
        }
        Adopt(daemon, held);
        return daemon;
    }

    /// <summary>Leaves a connection that has ended.</summary>
    /// <returns>Whether the client is to reconnect.</returns>
    public bool Detach(ConnectedDaemon daemon)
    {
        bool reconnects = state.Detach(daemon, out PendingRequest[] failed);
        foreach (PendingRequest request in failed)
        {
            request.Fail(
                new AudioConnectionException(
                    AudioDaemonErrorKind.ConnectionLost,
                    "The connection broke before the daemon answered; ask again."
                )
            );
        }
        return reconnects;
    }

    /// <summary>Presents a token.</summary>
    /// <returns>Whether it named sessions of this client.</returns>
    private async Task<bool> ResumeAsync(
        ConnectedDaemon daemon,
        string token,
        HashSet<DaemonSession> held,
        CancellationToken cancellationToken
    )
    {
        bool isOurs = false;
        var request = new PendingRequest(new V4Resume { Token = token }, session: null, survivesCut: false)
        {
            Received = (connection, reply) =>
                isOurs = reply is V4Resumed resumed && TakeResumed(connection, resumed, held),
        };
        if (daemon.Connection.TrySend(request))
        {
            await Task.WhenAny(request.Reply, daemon.Connection.Ended)
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        if (
            request.Reply is
            { IsFaulted: true, Exception.InnerException: AudioRequestException { IsRetryable: true } refused }
        )
        {
            throw refused;
        }
        if (!request.Reply.IsCompleted)
        {
            throw new AudioConnectionException(
                AudioDaemonErrorKind.ConnectionLost,
                $"The connection to {daemon.Endpoint} broke while the sessions were taken over."
            );
        }
        return isOurs;
    }

    /// <summary>On the receiving loop.</summary>
    private bool TakeResumed(DaemonConnection connection, V4Resumed resumed, HashSet<DaemonSession> held)
    {
        ResumedSessions sessions = state.Resume(resumed);
        foreach ((DaemonSession session, V4SessionStatus at) in sessions.Going)
        {
            held.Add(session);
            if (!session.Attach(connection, at.Handle, at.Received, at.Limit, at.Played, at.Underruns))
            {
                connection.Abort(
                    $"The daemon claims to have {at.Received} bytes of session {at.SessionId}, which cannot be."
                );
            }
        }
        foreach (V4SessionEnded ended in resumed.Ended)
            router.OnEnded(ended);
        foreach (PendingRequest start in sessions.Started)
            start.Complete(resumed);
        return sessions.IsOurs;
    }

    private void Adopt(ConnectedDaemon daemon, HashSet<DaemonSession> held)
    {
        AdoptedSessions others = state.Adopt(daemon, held, router.StartOf);
        foreach (DaemonSession session in others.Restarted)
            session.TellRestarted();
        daemon.Connection.Kick();
        foreach (DaemonSession session in others.Lost)
            session.EndUntold(LostReason);
        foreach (PendingRequest request in others.Failed)
        {
            request.Fail(
                new AudioSessionException(
                    AudioDaemonErrorKind.SessionLost,
                    LostReason + " Start a new one, or set ResendUnplayed to have that done."
                )
            );
        }
        changes.Tell(
            new ConnectionChange(ConnectionState.Connected, daemon.Endpoint)
            {
                SessionsResumed = held.Count,
                SessionsLost = others.Lost.Count,
                SessionsRestarted = others.Restarted.Count,
            }
        );
        router.ReleaseSpawned();
    }
}
