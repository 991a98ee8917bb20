using System.Security.Cryptography;
using Audio.Client.Endpoints;
using Audio.Client.Events;
using Audio.Protocol;
using Audio.Protocol.V4;
using Microsoft.Extensions.Logging;

namespace Audio.Client.Connection;

/// <summary>
/// The client's one line to a daemon, over any number of connections: which sessions are open, what has been asked and
/// not answered, the tokens that may name the sessions, and the loop that reconnects (<c>DaemonLink.Living.cs</c>).
/// </summary>
internal sealed partial class DaemonLink : IConnectionEvents, IAsyncDisposable
{
    private const string SessionIdCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int SessionIdLength = 16;

    // Immutable.
    private readonly AudioDaemonClientOptions _options;
    private readonly DaemonConnector _connector;
    private readonly CancellationTokenSource _disposing = new();

    // Under the gate.
    private readonly Lock _gate = new();
    private readonly SessionTable _sessions = new();
    private readonly CarriedRequests _carried = new();
    private readonly ResumeTokens _tokens = new();
    private ConnectionState _state = ConnectionState.Disconnected;
    private DaemonConnection? _connection;
    private DaemonConnection? _released;
    private Task? _opening;
    private bool _openingMaySpawn;
    private Task _living = Task.CompletedTask;

    public DaemonLink(AudioDaemonClientOptions options, HttpMessageInvoker http, TimeProvider time, ILogger logger)
    {
        _options = options;
        Time = time;
        Logger = logger;
        _connector = new DaemonConnector(options, http, this, time, logger);
        Changes = new EventStream<ConnectionChange>(logger, replayLast: true);
        Changes.Publish(new ConnectionChange(ConnectionState.Disconnected));
    }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    public EventStream<ConnectionChange> Changes { get; }

    public DaemonConnector Connector => _connector;

    public ConnectionState State
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    public AudioDaemonEndpoint? Endpoint
    {
        get
        {
            lock (_gate)
                return _connection?.Endpoint;
        }
    }

    /// <exception cref="AudioConnectionException">The client was disposed.</exception>
    public void ThrowIfClosed()
    {
        if (State == ConnectionState.Closed)
            throw Closed();
    }

    /// <summary>
    /// The daemon that is meant now: that of the connection; while it is being made again, the one that holds the
    /// sessions; else the first that would be tried.
    /// </summary>
    public AudioDaemonEndpoint PresentEndpoint
    {
        get
        {
            lock (_gate)
                return _connection?.Endpoint ?? _tokens.Holder ?? _connector.Endpoints[0];
        }
    }

    /// <summary>Starts a session, over a cut too.</summary>
    public async Task<PlaybackSession> StartSessionAsync(
        AudioFormat format,
        AudioSessionOptions options,
        CancellationToken cancellationToken
    )
    {
        await EnsureConnectedAsync(maySpawn: true, cancellationToken).ConfigureAwait(false);
        string id = options.SessionId ?? RandomNumberGenerator.GetString(SessionIdCharacters, SessionIdLength);
        var session = new PlaybackSession(this, format, options, id, options.ResendUnplayed ?? _options.ResendUnplayed);
        lock (_gate)
        {
            if (!_sessions.TryAdd(session))
            {
                throw new ArgumentException(
                    $"A session '{id}' is open already; choose another name, or none.",
                    nameof(options)
                );
            }
        }
        PendingRequest start = Start(session);
        Post(start);
        try
        {
            await start.Reply.WaitAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch (OperationCanceledException)
        {
            _ = AbandonAsync(session, start);
            throw;
        }
        catch (AudioDaemonException e)
        {
            Forget(session);
            session.EndUntold(e.Message);
            throw;
        }
    }

    /// <summary>Asks something about a session.</summary>
    public PendingRequest Post(V4ClientMessage message, PlaybackSession session)
    {
        var request = new PendingRequest(message, session, survivesCut: true);
        Post(request);
        return request;
    }

    /// <summary>Asks now, or after reconnecting; fails where neither will be.</summary>
    public void Post(PendingRequest request)
    {
        AudioConnectionException? error = null;
        DaemonConnection? connection;
        lock (_gate)
        {
            connection = _connection;
            if (connection is null && _state != ConnectionState.Reconnecting)
                error = _state == ConnectionState.Closed ? Closed() : NotConnected();
            else if (connection is null || !connection.TryEnqueue(request))
                _carried.Add(request);
        }
        connection?.Kick();
        if (error is not null)
            request.Fail(error);
    }

    /// <inheritdoc/>
    public void OnFlow(DaemonConnection connection, in V4Flow flow)
    {
        PlaybackSession? session;
        lock (_gate)
            session = _sessions.Find(flow.Handle);
        session?.OnFlow(flow);
    }

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
                Find(id)?.OnEvent(message);
                break;
        }
    }

    private PendingRequest Start(PlaybackSession session) =>
        new(session.StartMessage, session, survivesCut: true)
        {
            Received = (connection, reply) => OnStarted(connection, session, reply),
        };

    private void OnStarted(DaemonConnection connection, PlaybackSession session, V4Reply reply)
    {
        if (reply is V4SessionStarted started)
        {
            lock (_gate)
                _sessions.Begin(session, started.Handle);
            session.Attach(connection, started.Handle, received: 0, started.Limit, played: 0, underruns: 0);
        }
        else
        {
            Forget(session);
            session.EndUntold(
                reply is V4Error error ? error.Error : $"The daemon answered start_session with {reply.Type}."
            );
        }
    }

    private void OnEnded(V4SessionEnded ended)
    {
        if (Find(ended.SessionId) is not { } session)
            return; // told before, on the connection that was cut
        Forget(session);
        session.End(ended);
        ReleaseSpawned();
    }

    private void OnFrameRefused(DaemonConnection connection, V4Error error)
    {
        LogRefused(Logger, error.SessionId, error.Code, error.Error);
        if (Find(error.SessionId) is not { } session || error.Received is not { } received)
            return;
        if (!session.Stream.SendAgain(received))
            connection.Abort($"The daemon drops what it should take: {error.Error}");
    }

    private PlaybackSession? Find(string? id)
    {
        lock (_gate)
            return _sessions.Find(id);
    }

    private void Forget(PlaybackSession session)
    {
        lock (_gate)
            _sessions.Remove(session);
    }

    /// <summary>Nobody wants the session any more that is being started.</summary>
    private static async Task AbandonAsync(PlaybackSession session, PendingRequest start)
    {
        try
        {
            await start.Reply.ConfigureAwait(false);
            await session.DisposeAsync().ConfigureAwait(false);
        }
        catch (AudioDaemonException)
        {
            // It was not started.
        }
    }

    private static AudioConnectionException Closed() =>
        new(AudioDaemonErrorKind.Closed, "The client was disposed; make a new one.");

    private static AudioConnectionException NotConnected() =>
        new(AudioDaemonErrorKind.ConnectionLost, "There is no connection to a daemon; starting a session makes one.");

    [LoggerMessage(
        EventId = LogEvents.RequestRefused,
        Level = LogLevel.Warning,
        Message = "The daemon refused something of session {Session}: {Code}: {Reason}"
    )]
    private static partial void LogRefused(ILogger logger, string? session, string code, string reason);

    [LoggerMessage(
        EventId = LogEvents.ConnectionChanged,
        Level = LogLevel.Information,
        Message = "Connection: {State} {Endpoint} {Reason}"
    )]
    private static partial void LogState(
        ILogger logger,
        ConnectionState state,
        AudioDaemonEndpoint? endpoint,
        string? reason
    );
}
