using Audio.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Client;

/// <summary>
/// A client of the audio daemon: one connection with any number of sessions. It reconnects by itself and goes on where
/// the daemon stopped. Any thread.
/// </summary>
/// <remarks>
/// Disposing closes the connection. The daemon plays the sessions whose stream was ended to their end; the <see
/// cref="PlaybackSession.Completion"/> of a session that has not ended by then is <see cref="SessionEndReason.Lost"/>,
/// because the client no longer hears of it.
/// </remarks>
public sealed partial class AudioDaemonClient : IAudioDaemonClient
{
    // Immutable.
    private readonly AudioDaemonClientOptions _options;
    private readonly HttpMessageInvoker _http;
    private readonly DaemonLink _link;
    private readonly DaemonControl _control;
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Any thread.
    private int _disposing;

    /// <summary>
    /// Creates a client that connects when it is first used. <see cref="ConnectAsync(CancellationToken)"/> connects at
    /// once.
    /// </summary>
    /// <param name="options">The options, read once; null: the defaults.</param>
    /// <param name="timeProvider">The clock for timeouts and waits; null: the system clock.</param>
    /// <param name="loggerFactory">Where it logs; null: nowhere.</param>
    public AudioDaemonClient(
        AudioDaemonClientOptions? options = null,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggerFactory = null
    )
    {
        _options = (options ?? new AudioDaemonClientOptions()).Read();

        // A daemon on this machine is not reached through a proxy.
        _http = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                UseProxy = _options.Endpoints.Any(e => e.Uri is { IsLoopback: false }),
                AllowAutoRedirect = false,
            }
        );
        ILogger logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<AudioDaemonClient>();
        _link = new DaemonLink(_options, _http, timeProvider ?? TimeProvider.System, logger);
        _control = new DaemonControl(_link, _options.ConnectTimeout);
        Buses = new DaemonBuses(_control);
        Sessions = new DaemonSessions(_control);
    }

    /// <summary>The state of the connection.</summary>
    public ConnectionState State => _link.State;

    /// <summary>The endpoint that it is connected to; null: there is no connection.</summary>
    public AudioDaemonEndpoint? Endpoint => _link.Endpoint;

    /// <summary>
    /// The changes of the connection: the current state on subscription, then every change. Observers run on the loops
    /// of the client; they must be quick and must not block.
    /// </summary>
    public IObservable<ConnectionChange> ConnectionChanges => _link.Changes;

    /// <summary>The buses of the daemon: the volume of each priority, and the master.</summary>
    public IDaemonBuses Buses { get; }

    /// <summary>All sessions of the daemon, including those of other clients.</summary>
    public IDaemonSessions Sessions { get; }

    /// <summary>
    /// Connects to the daemon at <c>ws://localhost:8081</c>, or at the endpoints in the environment variable
    /// <c>AUDIOD_ENDPOINT</c>.
    /// </summary>
    /// <param name="cancellationToken">Gives up connecting.</param>
    /// <exception cref="AudioConnectionException">No daemon answers, or it is too old.</exception>
    public static Task<AudioDaemonClient> ConnectAsync(CancellationToken cancellationToken = default) =>
        ConnectAsync(new AudioDaemonClientOptions(), timeProvider: null, loggerFactory: null, cancellationToken);

    /// <summary>Connects to a daemon.</summary>
    /// <param name="endpoint">
    /// <c>HOST:PORT</c> (<c>localhost:8081</c>), <c>ws://HOST:PORT</c>, <c>unix:/PATH</c> or <c>pipe:NAME</c>: see <see
    /// cref="AudioDaemonEndpoint.Parse"/>.
    /// </param>
    /// <param name="cancellationToken">Gives up connecting.</param>
    /// <exception cref="AudioConnectionException">No daemon answers there, or it is too old.</exception>
    public static Task<AudioDaemonClient> ConnectAsync(
        AudioDaemonEndpoint endpoint,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var options = new AudioDaemonClientOptions();
        options.Endpoints.Add(endpoint);
        return ConnectAsync(options, timeProvider: null, loggerFactory: null, cancellationToken);
    }

    /// <summary>
    /// Connects to a daemon. With <see cref="DaemonFallback.SpawnPerRequest"/> it is not an error if none answers: the
    /// first session starts one.
    /// </summary>
    /// <param name="options">The options, read once; null: the defaults.</param>
    /// <param name="timeProvider">The clock for timeouts and waits; null: the system clock.</param>
    /// <param name="loggerFactory">Where it logs; null: nowhere.</param>
    /// <param name="cancellationToken">Gives up connecting.</param>
    /// <exception cref="AudioConnectionException">No daemon answers, or it is too old.</exception>
    public static async Task<AudioDaemonClient> ConnectAsync(
        AudioDaemonClientOptions options,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggerFactory = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new AudioDaemonClient(options, timeProvider, loggerFactory);
        try
        {
            await client._link.EnsureConnectedAsync(maySpawn: false, cancellationToken).ConfigureAwait(false);
        }
        catch (AudioConnectionException e)
            when (client._options.Fallback == DaemonFallback.SpawnPerRequest
                && e.Kind == AudioDaemonErrorKind.Unreachable
            )
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

    /// <summary>
    /// Starts a session whose stream says what it is: a WAV, MP3, FLAC or Ogg file (Opus, Vorbis, FLAC), or one after
    /// another. Connects if there is no connection.
    /// </summary>
    /// <remarks>
    /// If the stream is nothing that can be played, the session ends as <see cref="SessionEndReason.Failed"/>, and <see
    /// cref="PlaybackResult.Error"/> says what was found.
    /// </remarks>
    /// <param name="options">Its id, volume, etiquette and so on; null: the defaults.</param>
    /// <param name="cancellationToken">
    /// Gives up waiting; if the daemon starts the session after that, it is cancelled.
    /// </param>
    /// <exception cref="AudioConnectionException">No daemon answers.</exception>
    /// <exception cref="AudioRequestException">
    /// The daemon refuses: the id is taken, the effects are unknown, or the maximum number of sessions is open.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// An option is not valid, or a session of this client has the same id.
    /// </exception>
    public Task<PlaybackSession> StartSessionAsync(
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        options ??= new AudioSessionOptions();
        options.Validate(nameof(options));
        return _link.StartSessionAsync(format: null, options, cancellationToken);
    }

    async Task<IPlaybackSession> IAudioDaemonClient.StartSessionAsync(
        AudioSessionOptions? options,
        CancellationToken cancellationToken
    ) => await StartSessionAsync(options, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Starts a session, which is one stream of sound, with samples of a format. Connects if there is no connection.
    /// </summary>
    /// <param name="format">The format of the samples.</param>
    /// <param name="options">Its id, volume, etiquette and so on; null: the defaults.</param>
    /// <param name="cancellationToken">
    /// Gives up waiting; if the daemon starts the session after that, it is cancelled.
    /// </param>
    /// <exception cref="AudioConnectionException">No daemon answers.</exception>
    /// <exception cref="AudioRequestException">
    /// The daemon refuses: the id is taken, the effects are unknown, or the maximum number of sessions is open.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The format or an option is not valid, or a session of this client has the same id.
    /// </exception>
    public Task<PlaybackSession> StartSessionAsync(
        AudioFormat format,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        options ??= new AudioSessionOptions();
        options.Validate(nameof(options));
        if (!format.IsPlayable || !Enum.IsDefined(format.Encoding))
        {
            throw new ArgumentException(
                $"{format.Encoding} at {format.SampleRate} Hz with {format.Channels} channels cannot be played. "
                    + $"Use {AudioFormat.MinSampleRate} to {AudioFormat.MaxSampleRate} Hz, "
                    + $"1 to {AudioFormat.MaxChannels} channels, and a defined encoding.",
                nameof(format)
            );
        }
        return _link.StartSessionAsync(format, options, cancellationToken);
    }

    async Task<IPlaybackSession> IAudioDaemonClient.StartSessionAsync(
        AudioFormat format,
        AudioSessionOptions? options,
        CancellationToken cancellationToken
    ) => await StartSessionAsync(format, options, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// The changes of the connection as a sequence, beginning with the current state. It can be enumerated once, and
    /// ends after <see cref="ConnectionState.Closed"/>.
    /// </summary>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AudioEventsMissedException">More than 1,024 changes were waiting to be read.</exception>
    public IAsyncEnumerable<ConnectionChange> ReadConnectionChangesAsync(
        CancellationToken cancellationToken = default
    ) => _link.Changes.Read(cancellationToken);

    /// <summary>
    /// Closes the connection, and stops a daemon that this client started. May be called more than once and at the same
    /// time; each call returns when everything is closed.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposing, 1) != 0)
        {
            await _disposed.Task.ConfigureAwait(false);
            return;
        }
        try
        {
            await _link.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _http.Dispose();
            _disposed.SetResult();
        }
    }
}
