using System.Security.Cryptography;
using Audio.Protocol;
using Audio.Protocol.V4;
using Microsoft.Extensions.Logging;

namespace Audio.Client;

/// <summary>
/// The client's line to a daemon, over any number of connections: starts sessions and asks requests, now or after the
/// next reconnect. Any thread.
/// </summary>
internal sealed class DaemonLink : IAsyncDisposable
{
    private const string SessionIdCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int SessionIdLength = 16;

    private readonly AudioDaemonClientOptions _options;
    private readonly LinkState _state = new();
    private readonly ConnectionChanges _changes;
    private readonly SessionRouter _router;
    private readonly ConnectionLoop _loop;

    public DaemonLink(AudioDaemonClientOptions options, HttpMessageInvoker http, TimeProvider time, ILogger logger)
    {
        _options = options;
        Time = time;
        Logger = logger;
        _changes = new ConnectionChanges(_state, logger);
        _router = new SessionRouter(_state, _changes, logger);
        Connector = new DaemonConnector(options, http, _router, time, logger);
        var takeover = new SessionTakeover(_state, _router, _changes, Connector.ConnectAsync);
        var reconnector = new Reconnector(options, _state, takeover, time);
        _loop = new ConnectionLoop(_state, _changes, takeover, reconnector, Connector.ConnectAsync);
    }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    public DaemonConnector Connector { get; }

    public Events.EventStream<ConnectionChange> Changes => _changes.Stream;

    public ConnectionState State => _state.State;

    /// <summary>The endpoint of the connection; null: there is none.</summary>
    public AudioDaemonEndpoint? Endpoint => _state.Daemon?.Endpoint;

    /// <summary>
    /// The daemon that a request goes to: that of the connection; while it is being made again, the one that holds the
    /// sessions; else the first that would be tried.
    /// </summary>
    public AudioDaemonEndpoint PresentEndpoint => _state.Endpoint ?? Connector.Endpoints[0];

    /// <exception cref="AudioConnectionException">The client was disposed.</exception>
    public void ThrowIfClosed()
    {
        if (State == ConnectionState.Closed)
            throw ConnectionLoop.Closed();
    }

    /// <inheritdoc cref="ConnectionLoop.EnsureConnectedAsync"/>
    public Task EnsureConnectedAsync(bool maySpawn, CancellationToken cancellationToken) =>
        _loop.EnsureConnectedAsync(maySpawn, cancellationToken);

    /// <summary>Starts a session; a cut in between does not stop it.</summary>
    public async Task<PlaybackSession> StartSessionAsync(
        AudioFormat? format,
        AudioSessionOptions options,
        CancellationToken cancellationToken
    )
    {
        await EnsureConnectedAsync(maySpawn: true, cancellationToken).ConfigureAwait(false);
        string id = options.SessionId ?? RandomNumberGenerator.GetString(SessionIdCharacters, SessionIdLength);
        bool resendUnplayed = options.ResendUnplayed ?? _options.ResendUnplayed;
        var daemonSession = new DaemonSession(format, options, id, resendUnplayed, Logger);
        if (!_state.TryAdd(daemonSession))
        {
            throw new ArgumentException(
                $"A session '{id}' is open already; choose another name, or none.",
                nameof(options)
            );
        }
        var session = new PlaybackSession(this, daemonSession);
        PendingRequest start = _router.StartOf(daemonSession);
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
            _state.Remove(daemonSession);
            daemonSession.EndUntold(e.Message);
            throw;
        }
    }

    /// <summary>Asks something about a session.</summary>
    public PendingRequest Post(V4ClientMessage message, DaemonSession session)
    {
        var request = new PendingRequest(message, session, survivesCut: true);
        Post(request);
        return request;
    }

    /// <summary>Asks now, or after the next reconnect; the request fails if there will be none.</summary>
    public void Post(PendingRequest request)
    {
        if (_state.TryPost(request, out Connection.DaemonConnection? connection))
            connection?.Kick();
        else
            request.Fail(State == ConnectionState.Closed ? ConnectionLoop.Closed() : NotConnected());
    }

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    /// <summary>Ends a session that was started after its caller had given up.</summary>
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

    private static AudioConnectionException NotConnected() =>
        new(AudioDaemonErrorKind.ConnectionLost, "There is no connection to a daemon; starting a session makes one.");
}
