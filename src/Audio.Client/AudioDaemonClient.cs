using Audio.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Client;

/// <summary>
/// A client of the audio daemon: one connection, any number of sessions on it. Reconnects by itself, and goes on where
/// the daemon stopped. Any thread.
/// </summary>
/// <remarks>
/// Disposing closes the connection. The daemon plays sessions whose stream has ended to their end; <see
/// cref="PlaybackSession.Completion"/> of a session that has not ended by then says <see
/// cref="SessionEndReason.Lost"/>, because nobody will tell.
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
    /// A client that connects when it is first used. <see cref="ConnectAsync(CancellationToken)"/> connects at once.
    /// </summary>
    /// <param name="options">Where the daemon is; read now.</param>
    /// <param name="timeProvider">The clock of its waits; null: the system's.</param>
    /// <param name="loggerFactory">Null: nothing is logged.</param>
    public AudioDaemonClient(
        AudioDaemonClientOptions? options = null,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggerFactory = null
    )
    {
        _options = (options ?? new AudioDaemonClientOptions()).Read();

        // What is at home is not asked for through a proxy.
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

    /// <summary>Whether there is a connection now.</summary>
    public ConnectionState State => _link.State;

    /// <summary>Whose daemon it is connected to; null where it is not.</summary>
    public AudioDaemonEndpoint? Endpoint => _link.Endpoint;

    /// <summary>
    /// The state of the connection: the present one at once, then each change. Observers run on the client's own loop:
    /// be quick, and do not block.
    /// </summary>
    public IObservable<ConnectionChange> ConnectionChanges => _link.Changes;

    /// <summary>The daemon's buses: how loud each priority is, and all of them together.</summary>
    public IDaemonBuses Buses { get; }

    /// <summary>Every session of the daemon, whoever's it is.</summary>
    public IDaemonSessions Sessions { get; }

    /// <summary>
    /// Connects to the daemon at <c>ws://localhost:8081</c>, or where the environment variable <c>AUDIOD_ENDPOINT</c>
    /// says.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AudioConnectionException">No daemon answers, or it is too old.</exception>
    public static Task<AudioDaemonClient> ConnectAsync(CancellationToken cancellationToken = default) =>
        ConnectAsync(new AudioDaemonClientOptions(), timeProvider: null, loggerFactory: null, cancellationToken);

    /// <summary>Connects to a daemon.</summary>
    /// <param name="endpoint">
    /// <c>HOST:PORT</c> (<c>localhost:8081</c>), <c>ws://HOST:PORT</c>, <c>unix:/PATH</c> or <c>pipe:NAME</c>: see <see
    /// cref="AudioDaemonEndpoint.Parse"/>.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
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
    /// Connects to a daemon. With <see cref="DaemonFallback.SpawnPerRequest"/> it is no error that none answers: the
    /// first session starts one.
    /// </summary>
    /// <param name="options">Where the daemon is; read now.</param>
    /// <param name="timeProvider">The clock of its waits; null: the system's.</param>
    /// <param name="loggerFactory">Null: nothing is logged.</param>
    /// <param name="cancellationToken">Gives up.</param>
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

    /// <summary>Starts a session: one stream of sound. Connects where there is no connection.</summary>
    /// <param name="format">The format of the bytes that will be written.</param>
    /// <param name="options">
    /// Its name, volume, how it meets others, and what becomes of it when the daemon loses it.
    /// </param>
    /// <param name="cancellationToken">Gives up; a session that the daemon starts all the same is cancelled.</param>
    /// <exception cref="AudioConnectionException">No daemon answers.</exception>
    /// <exception cref="AudioRequestException">
    /// The daemon refuses: its name is taken, its effects are not understood, or as many sessions as may be are open.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// Format or options cannot be right, or a session of this client has the name.
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
                $"{format.Encoding} at {format.SampleRate} Hz with {format.Channels} channels cannot be played: {AudioFormat.MinSampleRate} to {AudioFormat.MaxSampleRate} Hz, 1, 2 or {AudioFormat.MaxChannels} channels, in an encoding that has a name.",
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
    /// The changes of the connection as a sequence, the present state first; to be enumerated once. Ends behind <see
    /// cref="ConnectionState.Closed"/>.
    /// </summary>
    /// <param name="cancellationToken">Breaks it off, with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AudioEventsMissedException">More than 1,024 changes waited to be read.</exception>
    public IAsyncEnumerable<ConnectionChange> ReadConnectionChangesAsync(
        CancellationToken cancellationToken = default
    ) => _link.Changes.Read(cancellationToken);

    /// <summary>
    /// Closes the connection ("Client disconnecting"), and ends a daemon that this client has started. Again, and at
    /// the same time, is no error: each call returns when it is done.
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
