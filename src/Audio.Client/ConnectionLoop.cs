namespace Audio.Client;

/// <summary>
/// Keeps the client connected: the first use opens a connection, and a loop replaces each connection that is cut, until
/// the strategy gives up or the client is disposed.
/// </summary>
internal sealed class ConnectionLoop(
    LinkState state,
    ConnectionChanges changes,
    SessionTakeover takeover,
    Reconnector reconnector,
    Func<ConnectPlan, CancellationToken, Task<ConnectedDaemon>> connect
) : IAsyncDisposable
{
    /// <summary>
    /// After this many connections in a row that brought nothing but a welcome the daemon counts as one that refuses.
    /// </summary>
    private const int MaxBarren = 5;

    private readonly CancellationTokenSource _disposing = new();

    // Under the lock.
    private readonly Lock _lock = new();
    private OpeningAttempt? _opening;
    private Task _running = Task.CompletedTask;

    public static AudioConnectionException Closed() =>
        new(AudioDaemonErrorKind.Closed, "The client was disposed; make a new one.");

    /// <summary>Returns once there is a connection, or one that is being made again.</summary>
    /// <exception cref="AudioConnectionException">No daemon answers, or the client was disposed.</exception>
    public async Task EnsureConnectedAsync(bool maySpawn, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            OpeningAttempt attempt;
            lock (_lock)
            {
                switch (state.State)
                {
                    case ConnectionState.Closed:
                        throw Closed();
                    case ConnectionState.Connected or ConnectionState.Reconnecting:
                        return;
                }
                attempt = _opening ??= new OpeningAttempt(OpenAsync(maySpawn), maySpawn);
            }
            try
            {
                await attempt.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (AudioConnectionException) when (maySpawn && !attempt.MaySpawn)
            {
                // That attempt could not start a daemon; the next one can.
            }
        }
    }

    /// <summary>Closes the connection, and ends all sessions and requests.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!state.TryClose(out ConnectedDaemon? daemon))
            return;
        if (daemon is not null)
            await daemon.Connection.CloseAsync("Client disconnecting").ConfigureAwait(false);
        await _disposing.CancelAsync().ConfigureAwait(false);
        OpeningAttempt? opening;
        lock (_lock)
            opening = _opening;
        if (opening is not null)
            await opening.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task running;
        lock (_lock)
            running = _running;
        await running.ConfigureAwait(false);
        EndAll(ConnectionState.Closed, Closed(), "The client was disposed before the daemon said how it ended.");
        changes.Tell(new ConnectionChange(ConnectionState.Closed, daemon?.Endpoint));
        changes.Stream.Complete();
        _disposing.Dispose();
    }

    private async Task OpenAsync(bool maySpawn)
    {
        await Task.Yield(); // the caller holds the lock
        changes.Move(new ConnectionChange(ConnectionState.Connecting));
        try
        {
            ConnectedDaemon daemon = await connect(
                    new ConnectPlan(First: null, Others: true, maySpawn),
                    _disposing.Token
                )
                .ConfigureAwait(false);
            daemon.Connection.Start();
            bool isOpen;
            lock (_lock)
            {
                isOpen = state.TryOpen(daemon);
                _running = Task.WhenAll(_running, RunAsync(daemon));
                _opening = null;
            }
            if (isOpen)
                changes.Tell(new ConnectionChange(ConnectionState.Connected, daemon.Endpoint));
        }
        catch (Exception e)
        {
            lock (_lock)
                _opening = null;
            changes.Move(new ConnectionChange(ConnectionState.Disconnected, Endpoint: null, e.Message));
            if (e is OperationCanceledException)
                throw Closed();
            throw;
        }
    }

    /// <summary>From one connection to the next, until there is none.</summary>
    private async Task RunAsync(ConnectedDaemon daemon)
    {
        await Task.Yield(); // the caller holds the lock
        int barren = 0;
        SpawnedDaemon? spawned = daemon.Spawned;
        while (true)
        {
            if (_disposing.IsCancellationRequested)
                daemon.Connection.Abort("The client was disposed."); // connected while it was
            string why = await daemon.Connection.Ended.ConfigureAwait(false);
            if (!takeover.Detach(daemon))
                break;

            barren = daemon.Connection.HeardAnything ? 0 : barren + 1;
            changes.Move(new ConnectionChange(ConnectionState.Reconnecting, daemon.Endpoint, why));
            try
            {
                if (barren == MaxBarren)
                {
                    throw new AudioConnectionException(
                        AudioDaemonErrorKind.ConnectionLost,
                        $"The daemon at {daemon.Endpoint} ends every connection: {why}"
                    );
                }
                daemon = await reconnector.ReconnectAsync(daemon, why, _disposing.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A strategy of the user's may throw anything; whatever it is, it has given up.
            catch (Exception e)
#pragma warning restore CA1031
            {
                GiveUp(daemon.Endpoint, why, e);
                break;
            }
            if (daemon.Spawned != spawned)
            {
                if (spawned is not null)
                    await spawned.DisposeAsync().ConfigureAwait(false);
                spawned = daemon.Spawned;
            }
        }
        if (spawned is not null)
            await spawned.DisposeAsync().ConfigureAwait(false);
    }

    private void GiveUp(AudioDaemonEndpoint endpoint, string why, Exception e)
    {
        if (_disposing.IsCancellationRequested)
            return;
        string text = $"broke ({why}) and could not be restored: {e.Message}";
        int lost = EndAll(
            ConnectionState.Disconnected,
            new AudioConnectionException(
                AudioDaemonErrorKind.ConnectionLost,
                $"The connection to {endpoint} {text}",
                e
            ),
            $"The connection to the daemon {text}"
        );
        changes.Tell(new ConnectionChange(ConnectionState.Disconnected, endpoint, e.Message) { SessionsLost = lost });
    }

    /// <summary>Ends every session and every request: there is no connection, and none will be made.</summary>
    /// <returns>How many sessions.</returns>
    private int EndAll(ConnectionState final, AudioConnectionException error, string why)
    {
        (DaemonSession[] sessions, PendingRequest[] requests) = state.TakeAll(final);
        foreach (DaemonSession session in sessions)
            session.EndUntold(why);
        foreach (PendingRequest request in requests)
            request.Fail(error);
        return sessions.Length;
    }
}
