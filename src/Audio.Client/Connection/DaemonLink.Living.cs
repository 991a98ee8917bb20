using Audio.Client.Endpoints;
using Audio.Client.Fallback;
using Audio.Protocol.V4;

namespace Audio.Client.Connection;

/// <content>How the link lives: opened by the first call, one awaited loop over the connections, closed by
/// disposing.</content>
internal sealed partial class DaemonLink
{
    /// <summary>So many connections in a row that bring nothing but a welcome are a daemon that refuses us.</summary>
    private const int MaxBarren = 5;

    /// <summary>Returns when there is a connection, or one that is being made again.</summary>
    public async Task EnsureConnectedAsync(bool maySpawn, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is asked of the daemon
        while (true)
        {
            Task opening;
            bool asWanted;
            lock (_gate)
            {
                if (_state == ConnectionState.Closed)
                    throw Closed();
                if (_state is ConnectionState.Connected or ConnectionState.Reconnecting)
                    return;
                if (_opening is null)
                {
                    _openingMaySpawn = maySpawn;
                    _opening = OpenAsync(maySpawn);
                }
                opening = _opening;
                asWanted = _openingMaySpawn || !maySpawn;
            }
            try
            {
                await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (AudioConnectionException) when (!asWanted)
            {
                // That attempt might not start a daemon; this one may.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        DaemonConnection? connection;
        Task? opening;
        lock (_gate)
        {
            if (_state == ConnectionState.Closed)
                return;
            _state = ConnectionState.Closed;
            (connection, opening) = (_connection, _opening);
        }
        if (connection is not null)
            await connection.CloseAsync("Client disconnecting").ConfigureAwait(false);
        await _disposing.CancelAsync().ConfigureAwait(false);
        if (opening is not null)
            await opening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task living;
        lock (_gate)
            living = _living;
        await living.ConfigureAwait(false);
        EndAll(ConnectionState.Closed, Closed(), "The client was disposed before the daemon said how it ended.");
        LogState(Logger, ConnectionState.Closed, connection?.Endpoint, reason: null);
        Changes.Publish(new ConnectionChange(ConnectionState.Closed, connection?.Endpoint));
        Changes.Complete();
        _disposing.Dispose();
    }

    private async Task OpenAsync(bool maySpawn)
    {
        await Task.Yield();
        Move(new ConnectionChange(ConnectionState.Connecting));
        try
        {
            DaemonConnection connection = await _connector
                .ConnectAsync(new ConnectPlan(First: null, Others: true, maySpawn), _disposing.Token)
                .ConfigureAwait(false);
            connection.Start();
            lock (_gate)
            {
                _tokens.Settle(connection.Endpoint, connection.Welcome.ResumeToken);
                _connection = connection;
                _living = Task.WhenAll(_living, LiveAsync(connection));
                _opening = null;
            }
            Move(new ConnectionChange(ConnectionState.Connected, connection.Endpoint));
        }
        catch (Exception e)
        {
            lock (_gate)
                _opening = null;
            Move(new ConnectionChange(ConnectionState.Disconnected, Endpoint: null, e.Message));
            if (e is OperationCanceledException)
                throw Closed();
            throw;
        }
    }

    private async Task LiveAsync(DaemonConnection connection)
    {
        await Task.Yield();
        int barren = 0;
        SpawnedDaemon? spawned = connection.Spawned;
        while (true)
        {
            if (_disposing.IsCancellationRequested)
                connection.Abort("The client was disposed."); // made while it was
            string why = await connection.Ended.ConfigureAwait(false);
            bool over;
            lock (_gate)
            {
                over = ReferenceEquals(connection, _released);
                if (!over)
                    Detach(connection);
                over |= _state == ConnectionState.Closed;
            }
            if (over)
                break;

            barren = connection.HeardAnything ? 0 : barren + 1;
            Move(new ConnectionChange(ConnectionState.Reconnecting, connection.Endpoint, why));
            try
            {
                connection =
                    barren < MaxBarren
                        ? await ReconnectAsync(connection, why).ConfigureAwait(false)
                        : throw new AudioConnectionException(
                            AudioDaemonErrorKind.ConnectionLost,
                            $"The daemon at {connection.Endpoint} ends every connection: {why}"
                        );
            }
#pragma warning disable CA1031 // A strategy of the caller's may throw what it likes: whatever it is, it has given up.
            catch (Exception e)
#pragma warning restore CA1031
            {
                GiveUp(connection.Endpoint, why, e);
                break;
            }
            if (connection.Spawned != spawned)
            {
                if (spawned is not null)
                    await spawned.DisposeAsync().ConfigureAwait(false);
                spawned = connection.Spawned;
            }
        }
        if (spawned is not null)
            await spawned.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Under the gate: nothing of the connection runs any more; what it had not done is carried over.
    /// </summary>
    private void Detach(DaemonConnection connection)
    {
        _connection = null;
        _sessions.DropHandles();
        foreach (PlaybackSession session in _sessions.All)
            session.Stream.Detach();
        IReadOnlyList<PendingRequest> unanswered = connection.TakeUnanswered();
        _carried.PutFirst(unanswered.Where(r => r.SurvivesCut));
        foreach (PendingRequest request in unanswered.Where(r => !r.SurvivesCut))
        {
            request.Fail(
                new AudioConnectionException(
                    AudioDaemonErrorKind.ConnectionLost,
                    "The connection broke before the daemon answered; ask again."
                )
            );
        }

        if (_state == ConnectionState.Connected)
            _state = ConnectionState.Reconnecting;
    }

    private async Task<DaemonConnection> ReconnectAsync(DaemonConnection before, string why)
    {
        if (_options.Reconnect is not { } strategy)
        {
            throw new AudioConnectionException(
                AudioDaemonErrorKind.ConnectionLost,
                $"The connection to {before.Endpoint} broke: {why} No reconnect policy is set."
            );
        }

        DaemonConnection? next = null;
        try
        {
            await strategy.ExecuteAsync(AttemptAsync, Time, _disposing.Token).ConfigureAwait(false);
        }
        catch (Exception)
            when (MustStay(before)
                && !_disposing.IsCancellationRequested
                && _connector.Endpoints.Any(e => !e.Equals(before.Endpoint))
            )
        {
            // Whoever held the sessions does not come back: they are lost, and another daemon is better than none.
            next = await TakeOverAsync(new ConnectPlan(First: null, Others: true, MaySpawn: false), _disposing.Token)
                .ConfigureAwait(false);
        }
        return next
            ?? throw new AudioConnectionException(
                AudioDaemonErrorKind.ConnectionLost,
                $"The connection to {before.Endpoint} broke: {why} The reconnect strategy made no attempt that succeeded."
            );

        async ValueTask AttemptAsync(CancellationToken cancellationToken)
        {
            if (next is not null)
                return;
            bool gone = before.Spawned is { HasExited: true };
            next = await TakeOverAsync(
                    new ConnectPlan(
                        gone ? null : before.Endpoint,
                        Others: gone || !MustStay(before),
                        MaySpawn: HasSessions()
                    ),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    /// <summary>Whether sessions would be lost by going to another endpoint.</summary>
    private bool MustStay(DaemonConnection before)
    {
        if (before.Spawned is { HasExited: true })
            return false;
        lock (_gate)
            return _sessions.Begun.Any(s => !s.ResendUnplayed);
    }

    private bool HasSessions()
    {
        lock (_gate)
            return _sessions.Count > 0;
    }

    /// <summary>A new connection that has the sessions which the daemon still knows.</summary>
    private async Task<DaemonConnection> TakeOverAsync(ConnectPlan plan, CancellationToken cancellationToken)
    {
        DaemonConnection connection = await _connector.ConnectAsync(plan, cancellationToken).ConfigureAwait(false);
        string[] tokens;
        lock (_gate)
        {
            tokens = _sessions.Count == 0 ? [] : _tokens.Of(connection.Endpoint);
            _tokens.Add(connection.Endpoint, connection.Welcome.ResumeToken);
        }
        connection.Start();
        var held = new HashSet<PlaybackSession>();
        try
        {
            foreach (string token in tokens)
            {
                if (await ResumeAsync(connection, token, held, cancellationToken).ConfigureAwait(false))
                    break;
            }
        }
        catch
        {
            connection.Abort("The sessions were not taken over.");
            await connection.Ended.ConfigureAwait(false);
            lock (_gate)
                Detach(connection);
            throw;
        }
        Adopt(connection, held);
        return connection;
    }

    /// <summary>Presents a token.</summary>
    /// <returns>Whether it named sessions of ours.</returns>
    private async Task<bool> ResumeAsync(
        DaemonConnection connection,
        string token,
        HashSet<PlaybackSession> held,
        CancellationToken cancellationToken
    )
    {
        bool named = false;
        var request = new PendingRequest(new V4Resume { Token = token }, session: null, survivesCut: false)
        {
            Received = (from, reply) => named = reply is V4Resumed resumed && Apply(from, resumed, held),
        };
        if (connection.TrySend(request))
            await Task.WhenAny(request.Reply, connection.Ended).WaitAsync(cancellationToken).ConfigureAwait(false);
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
                $"The connection to {connection.Endpoint} broke while the sessions were taken over."
            );
        }

        return named;
    }

    /// <summary>The daemon says which sessions go on here, and which have ended. On the receiving loop.</summary>
    private bool Apply(DaemonConnection connection, V4Resumed resumed, HashSet<PlaybackSession> held)
    {
        var going = new List<(PlaybackSession Session, V4SessionStatus Status)>();
        var started = new List<PendingRequest>(); // the daemon got the start, though its answer was lost
        lock (_gate)
        {
            foreach (V4SessionStatus status in resumed.Sessions)
            {
                if (_sessions.Find(status.SessionId) is not { } session)
                    continue;
                _sessions.Begin(session, status.Handle);
                going.Add((session, status));
                started.AddRange(_carried.TakeStartOf(session));
            }
            foreach (V4SessionEnded ended in resumed.Ended)
            {
                if (_sessions.Find(ended.SessionId) is { } session)
                    started.AddRange(_carried.TakeStartOf(session));
            }
        }
        bool named = going.Count > 0 || resumed.Ended.Any(e => Find(e.SessionId) is not null);
        foreach ((PlaybackSession session, V4SessionStatus status) in going)
        {
            held.Add(session);
            if (
                !session.Attach(
                    connection,
                    status.Handle,
                    status.Received,
                    status.Limit,
                    status.Played,
                    status.Underruns
                )
            )
            {
                connection.Abort(
                    $"The daemon claims to have {status.Received} bytes of session {status.SessionId}, which cannot be."
                );
            }
        }
        foreach (V4SessionEnded ended in resumed.Ended)
            OnEnded(ended);
        foreach (PendingRequest request in started)
            request.Complete(resumed);
        return named;
    }

    /// <summary>
    /// The connection is the link's now: what the daemon does not know is begun again or lost, and what was not
    /// answered is asked again.
    /// </summary>
    private void Adopt(DaemonConnection connection, HashSet<PlaybackSession> held)
    {
        const string why = "The daemon does not know the session any more: it was restarted, or away for too long.";
        var lost = new List<PlaybackSession>();
        var failed = new List<PendingRequest>();
        var restarted = new List<PlaybackSession>();
        lock (_gate)
        {
            _tokens.Settle(connection.Endpoint, connection.Welcome.ResumeToken);
            var first = new List<PendingRequest>();
            foreach (PlaybackSession session in _sessions.Begun.Where(s => !held.Contains(s)))
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
                first.Add(Start(session));
                if (session.IsPaused)
                {
                    first.Add(
                        new PendingRequest(
                            new V4PauseSession { SessionId = session.SessionId },
                            session,
                            survivesCut: true
                        )
                    );
                }

                first.AddRange(session.MarksAgain());
            }
            _carried.PutFirst(first);
            _connection = connection;
            if (_state == ConnectionState.Reconnecting)
                _state = ConnectionState.Connected;
            _carried.Send(connection.TryEnqueue); // all of them, unless it has ended already
        }
        foreach (PlaybackSession session in restarted)
            session.TellRestarted();
        connection.Kick();
        foreach (PlaybackSession session in lost)
            session.EndUntold(why);
        foreach (PendingRequest request in failed)
        {
            request.Fail(
                new AudioSessionException(
                    AudioDaemonErrorKind.SessionLost,
                    why + " Start a new one, or set ResendUnplayed to have that done."
                )
            );
        }

        Tell(
            new ConnectionChange(ConnectionState.Connected, connection.Endpoint)
            {
                SessionsResumed = held.Count,
                SessionsLost = lost.Count,
                SessionsRestarted = restarted.Count,
            }
        );
        ReleaseSpawned();
    }

    private void GiveUp(AudioDaemonEndpoint endpoint, string why, Exception e)
    {
        if (_disposing.IsCancellationRequested)
            return;
        int lost = EndAll(
            ConnectionState.Disconnected,
            new AudioConnectionException(
                AudioDaemonErrorKind.ConnectionLost,
                $"The connection to {endpoint} broke ({why}) and could not be made again: {e.Message}",
                e
            ),
            $"The connection to the daemon broke ({why}) and could not be made again: {e.Message}"
        );
        Tell(new ConnectionChange(ConnectionState.Disconnected, endpoint, e.Message) { SessionsLost = lost });
    }

    /// <summary>There is no connection and there will be none: every session and every question ends.</summary>
    /// <returns>How many sessions.</returns>
    private int EndAll(ConnectionState state, AudioConnectionException error, string why)
    {
        PlaybackSession[] sessions;
        PendingRequest[] requests;
        lock (_gate)
        {
            if (_state != ConnectionState.Closed)
                _state = state;
            sessions = _sessions.TakeAll();
            requests = _carried.TakeAll();
            _tokens.Clear();
        }
        foreach (PlaybackSession session in sessions)
            session.EndUntold(why);
        foreach (PendingRequest request in requests)
            request.Fail(error);
        return sessions.Length;
    }

    /// <summary>A daemon that was started for a use ends with it.</summary>
    private void ReleaseSpawned()
    {
        DaemonConnection? connection;
        lock (_gate)
        {
            connection = _connection;
            if (connection?.Spawned is null || _sessions.Count > 0 || _state != ConnectionState.Connected)
                return;
            (_connection, _released, _state) = (null, connection, ConnectionState.Disconnected);
        }
        _ = connection.CloseAsync("Client disconnecting");
        Tell(
            new ConnectionChange(
                ConnectionState.Disconnected,
                connection.Endpoint,
                "The daemon that was started for this use is ended."
            )
        );
    }

    private void Move(ConnectionChange change)
    {
        lock (_gate)
        {
            if (_state == ConnectionState.Closed)
                return;
            _state = change.State;
        }
        Tell(change);
    }

    private void Tell(ConnectionChange change)
    {
        LogState(Logger, change.State, change.Endpoint, change.Reason);
        Changes.Publish(change);
    }
}
