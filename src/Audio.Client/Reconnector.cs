namespace Audio.Client;

/// <summary>Makes a connection again after a cut, as the strategy of the options says. One at a time.</summary>
internal sealed class Reconnector(
    AudioDaemonClientOptions options,
    LinkState state,
    SessionTakeover takeover,
    TimeProvider time
)
{
    /// <summary>
    /// Reconnects. While sessions would be lost elsewhere, only their daemon is tried; the other endpoints come after
    /// the strategy has given up.
    /// </summary>
    /// <param name="before">The daemon whose connection was cut.</param>
    /// <param name="why">Why it was cut, for people.</param>
    /// <param name="disposing">The client is disposed.</param>
    /// <exception cref="Exception">Whatever the strategy throws when it gives up.</exception>
    public async Task<ConnectedDaemon> ReconnectAsync(ConnectedDaemon before, string why, CancellationToken disposing)
    {
        if (options.Reconnect is not { } strategy)
            throw Broken("No reconnect policy is set.");

        ConnectedDaemon? next = null;
        try
        {
            await strategy.ExecuteAsync(AttemptAsync, time, disposing).ConfigureAwait(false);
        }
        catch (Exception)
            when (MustStay(before)
                && !disposing.IsCancellationRequested
                && options.Endpoints.Any(e => !e.Equals(before.Endpoint))
            )
        {
            // The daemon with the sessions does not come back. They are lost; another daemon is better than none.
            next = await takeover
                .ConnectAsync(new ConnectPlan(First: null, Others: true, MaySpawn: false), disposing)
                .ConfigureAwait(false);
        }
        return next ?? throw Broken("The reconnect strategy made no attempt that succeeded.");

        async ValueTask AttemptAsync(CancellationToken cancellationToken)
        {
            if (next is not null)
                return;
            bool hasExited = before.HasExited;
            var plan = new ConnectPlan(
                hasExited ? null : before.Endpoint,
                Others: hasExited || !MustStay(before),
                MaySpawn: state.HasSessions
            );
            next = await takeover.ConnectAsync(plan, cancellationToken).ConfigureAwait(false);
        }

        AudioConnectionException Broken(string what) =>
            new(AudioDaemonErrorKind.ConnectionLost, $"The connection to {before.Endpoint} broke: {why} {what}");
    }

    private bool MustStay(ConnectedDaemon before) => !before.HasExited && state.HasSessionsToLose;
}
