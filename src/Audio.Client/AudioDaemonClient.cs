using Audio.Client.Connection;
using Audio.Client.Endpoints;
using Audio.Client.Sessions;
using Audio.Protocol;
using Audio.Protocol.V4;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Client;

/// <summary>
/// A client of the audio daemon: one connection, any number of sessions on it. Reconnects by itself, and goes on where the daemon stopped. Any thread.
/// </summary>
/// <remarks>
/// Disposing closes the connection. The daemon plays sessions whose stream has ended to their end; <see cref="PlaybackSession.Completion"/> of a session
/// that has not ended by then says <see cref="PlaybackEndReason.Lost"/>, because nobody will tell.
/// </remarks>
public sealed class AudioDaemonClient : IAsyncDisposable
{
    // Immutable.
    private readonly AudioDaemonClientOptions _options;
    private readonly HttpMessageInvoker _http;
    private readonly DaemonLink _link;

    /// <summary>A client that connects when it is first used. <see cref="ConnectAsync(CancellationToken)"/> connects at once.</summary>
    /// <param name="options">Where the daemon is; read now.</param>
    /// <param name="timeProvider">The clock of its waits; null: the system's.</param>
    /// <param name="loggerFactory">Null: nothing is logged.</param>
    public AudioDaemonClient(AudioDaemonClientOptions? options = null, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null)
    {
        _options = options ?? new AudioDaemonClientOptions();
        _options.Validate();

        // What is at home is not asked for through a proxy.
        _http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = _options.EndpointsOrDefault().Any(e => e.Uri is { IsLoopback: false }), AllowAutoRedirect = false });
        ILogger logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<AudioDaemonClient>();
        _link = new DaemonLink(_options, _http, timeProvider ?? TimeProvider.System, logger);
    }

    /// <summary>Whether there is a connection now.</summary>
    public ConnectionState State => _link.State;

    /// <summary>Whose daemon it is connected to; null where it is not.</summary>
    public AudioDaemonEndpoint? Endpoint => _link.Endpoint;

    /// <summary>The state of the connection: the present one at once, then each change. Observers run on the client's own loop: be quick, and do not block.</summary>
    public IObservable<ConnectionChange> ConnectionChanges => _link.Changes;

    /// <summary>Connects to the daemon at <c>ws://localhost:8081</c>, or where the environment variable <c>AUDIOD_ENDPOINT</c> says.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AudioConnectionException">No daemon answers, or it is too old.</exception>
    public static Task<AudioDaemonClient> ConnectAsync(CancellationToken cancellationToken = default) =>
        ConnectAsync(new AudioDaemonClientOptions(), timeProvider: null, loggerFactory: null, cancellationToken);

    /// <summary>Connects to a daemon.</summary>
    /// <param name="endpoint"><c>ws://HOST:PORT</c>, <c>unix:/PATH</c> or <c>pipe:NAME</c>: see <see cref="AudioDaemonEndpoint.Parse"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AudioConnectionException">No daemon answers there, or it is too old.</exception>
    public static Task<AudioDaemonClient> ConnectAsync(AudioDaemonEndpoint endpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var options = new AudioDaemonClientOptions();
        options.Endpoints.Add(endpoint);
        return ConnectAsync(options, timeProvider: null, loggerFactory: null, cancellationToken);
    }

    /// <summary>Connects to a daemon. With <see cref="DaemonFallback.SpawnPerRequest"/> it is no error that none answers: the first session starts one.</summary>
    /// <param name="options">Where the daemon is; read now.</param>
    /// <param name="timeProvider">The clock of its waits; null: the system's.</param>
    /// <param name="loggerFactory">Null: nothing is logged.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AudioConnectionException">No daemon answers, or it is too old.</exception>
    public static async Task<AudioDaemonClient> ConnectAsync(
        AudioDaemonClientOptions options, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new AudioDaemonClient(options, timeProvider, loggerFactory);
        try
        {
            await client._link.EnsureConnectedAsync(maySpawn: false, cancellationToken).ConfigureAwait(false);
        }
        catch (AudioConnectionException e) when (options.Fallback == DaemonFallback.SpawnPerRequest && e.Kind == AudioDaemonErrorKind.Unreachable)
        {
            // The first session will start one.
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return client;
    }

    /// <summary>Starts a session: one stream of sound. Connects where there is no connection.</summary>
    /// <param name="format">The format of the bytes that will be written.</param>
    /// <param name="options">Its name, volume, how it meets others, and what becomes of it when the daemon loses it.</param>
    /// <param name="cancellationToken">Gives up; a session that the daemon starts all the same is cancelled.</param>
    /// <exception cref="AudioConnectionException">No daemon answers.</exception>
    /// <exception cref="AudioRequestException">The daemon refuses: the format, or as many sessions as may be are open.</exception>
    public Task<PlaybackSession> StartSessionAsync(AudioFormat format, AudioSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new AudioSessionOptions();
        options.Validate(nameof(options));
        if (!format.IsPlayable)
            throw new ArgumentException($"{format} cannot be played: {AudioFormat.MinSampleRate} to {AudioFormat.MaxSampleRate} Hz, 1 to {AudioFormat.MaxChannels} channels.", nameof(format));
        return _link.StartSessionAsync(format, options, cancellationToken);
    }

    /// <summary>Plays a WAV stream while it arrives, and returns when its last sample was heard.</summary>
    /// <param name="wav">From its RIFF header on; read to the end of its samples, and not disposed.</param>
    /// <param name="options">As in <see cref="StartSessionAsync"/>.</param>
    /// <param name="cancellationToken">Silence at once.</param>
    /// <exception cref="ProtocolException">It is no WAV stream that can be played; nothing has sounded.</exception>
    /// <exception cref="AudioDaemonException">It cannot be played now.</exception>
    public async Task<PlaybackResult> PlayAsync(Stream wav, AudioSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wav);
        await using var samples = new WavSamples(wav);
        AudioFormat format = await samples.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        return await PlayAsync(format, samples.ReadAllAsync(cancellationToken), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Plays samples while a producer gives them, and returns when the last was heard.</summary>
    /// <param name="format">The format of the bytes.</param>
    /// <param name="chunks">Bytes of any length, as a text-to-speech API streams them.</param>
    /// <param name="options">As in <see cref="StartSessionAsync"/>.</param>
    /// <param name="cancellationToken">Silence at once.</param>
    /// <exception cref="AudioDaemonException">It cannot be played now.</exception>
    public async Task<PlaybackResult> PlayAsync(
        AudioFormat format, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, AudioSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        await using PlaybackSession session = await StartSessionAsync(format, options, cancellationToken).ConfigureAwait(false);
        try
        {
            await session.WriteAllAsync(chunks, cancellationToken).ConfigureAwait(false);
            return await session.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (AudioSessionException) when (session.Completion.IsCompleted)
        {
            return await session.Completion.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            session.CancelSoon();
            throw;
        }
    }

    /// <summary>Asks whether the daemon answers: how long it takes there and back.</summary>
    /// <exception cref="AudioConnectionException">No daemon answers, or the connection broke meanwhile.</exception>
    public async Task<TimeSpan> PingAsync(CancellationToken cancellationToken = default)
    {
        await _link.EnsureConnectedAsync(maySpawn: false, cancellationToken).ConfigureAwait(false);
        long start = _link.Time.GetTimestamp();
        await AskAsync(new V4Ping(), cancellationToken).ConfigureAwait(false);
        return _link.Time.GetElapsedTime(start);
    }

    /// <summary>Whether a daemon is there and well. Does not throw where there is none: that is what it says.</summary>
    /// <remarks>Asks the daemon that this client is connected to; else each endpoint in turn.</remarks>
    public async Task<DaemonHealth> CheckHealthAsync(CancellationToken cancellationToken = default)
    {
        DaemonHealth? worst = null;
        foreach (AudioDaemonEndpoint endpoint in Endpoint is { } connected ? [connected] : _link.Connector.Endpoints)
        {
            DaemonHealth health = await CheckAsync(endpoint, cancellationToken).ConfigureAwait(false);
            if (health.IsHealthy)
                return health;
            worst ??= health;
        }
        return worst!;
    }

    /// <summary>What the daemon does. Connects where there is no connection.</summary>
    /// <exception cref="AudioConnectionException">No daemon answers.</exception>
    public async Task<DaemonStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        await _link.EnsureConnectedAsync(maySpawn: false, cancellationToken).ConfigureAwait(false);
        AudioDaemonEndpoint endpoint = Endpoint ?? _link.Connector.Endpoints[0];
        if (endpoint.Uri is null)
        {
            var status = (V4Status)await AskAsync(new V4GetStatus(), cancellationToken).ConfigureAwait(false);
            return new DaemonStatus(endpoint, [.. status.Sessions.Select(s => new DaemonSessionStatus(s.SessionId, s.State, s.Received, s.Volume, s.Underruns))]);
        }
        StatusPage page = await WithinAsync(t => _link.Connector.Pages.StatusAsync(endpoint, t), endpoint, cancellationToken).ConfigureAwait(false);
        return new DaemonStatus(endpoint, [.. (page.Playback ?? []).Select(s => new DaemonSessionStatus(s.Id, s.State, s.BytesReceived, s.Volume, s.Underruns))])
        {
            Version = page.Version,
            Uptime = TimeSpan.FromMilliseconds(page.Uptime),
            Clients = page.Clients?.Count,
            Sink = page.Output?.Sink,
            SinkState = page.Output?.State,
        };
    }

    /// <summary>The changes of the connection as a sequence, the present state first; to be enumerated once.</summary>
    /// <param name="cancellationToken">Ends the sequence.</param>
    /// <exception cref="AudioEventsMissedException">More than 1,024 changes waited to be read.</exception>
    public IAsyncEnumerable<ConnectionChange> ReadConnectionChangesAsync(CancellationToken cancellationToken = default) => _link.Changes.Read(cancellationToken);

    /// <summary>Closes the connection ("Client disconnecting"), and ends a daemon that this client has started.</summary>
    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync().ConfigureAwait(false);
        _http.Dispose();
    }

    private Task<V4Reply> AskAsync(V4ClientMessage message, CancellationToken cancellationToken)
    {
        var request = new PendingRequest(message, session: null, survivesCut: message is V4GetStatus);
        _link.Post(request);
        return request.Reply.WaitAsync(cancellationToken);
    }

    private async Task<DaemonHealth> CheckAsync(AudioDaemonEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            if (endpoint.Uri is null)
            {
                TimeSpan took = await PingAsync(cancellationToken).ConfigureAwait(false);
                return new DaemonHealth(IsHealthy: true, Endpoint ?? endpoint, $"answers after {took.TotalMilliseconds:0.###} ms");
            }
            HealthPage page = await WithinAsync(t => _link.Connector.Pages.HealthAsync(endpoint, t), endpoint, cancellationToken).ConfigureAwait(false);
            return new DaemonHealth(page.Status == "healthy", endpoint, page.Status) { Uptime = TimeSpan.FromMilliseconds(page.Uptime), Clients = page.Clients, Sessions = page.Sessions };
        }
        catch (AudioDaemonException e)
        {
            return new DaemonHealth(IsHealthy: false, endpoint, e.Message);
        }
    }

    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> ask, AudioDaemonEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.ConnectTimeout, _link.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ask(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AudioConnectionException(AudioDaemonErrorKind.Unreachable, $"The daemon at {endpoint} does not answer within {_options.ConnectTimeout.TotalSeconds:0.###} s.", e);
        }
    }
}
