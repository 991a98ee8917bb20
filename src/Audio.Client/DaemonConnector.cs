using Audio.Client.Connection;
using Audio.Client.Transports;
using Audio.Protocol;
using Audio.Protocol.V4;
using Microsoft.Extensions.Logging;

namespace Audio.Client;

/// <summary>Finds a daemon that answers, and reads its welcome. Any thread.</summary>
internal sealed partial class DaemonConnector(
    AudioDaemonClientOptions options,
    HttpMessageInvoker http,
    IConnectionEvents events,
    TimeProvider time,
    ILogger logger
)
{
    private readonly IReadOnlyList<AudioDaemonEndpoint> _endpoints = [.. options.Endpoints];
    private readonly TransportFactory _transports = new(http);
    private readonly KeepAliveOptions _keepAlive = new(options.KeepAliveInterval, options.KeepAliveTimeout);

    public IReadOnlyList<AudioDaemonEndpoint> Endpoints => _endpoints;

    public DaemonHttp Pages { get; } = new(http);

    /// <summary>Connects to the first daemon that answers; the connection is not started yet.</summary>
    /// <exception cref="AudioConnectionException">None does.</exception>
    public async Task<ConnectedDaemon> ConnectAsync(ConnectPlan plan, CancellationToken cancellationToken)
    {
        var failures = new List<AudioConnectionException>();
        if (plan.First is { } first && await TryAsync(first).ConfigureAwait(false) is { } held)
            return held;
        if (plan.Others)
        {
            foreach (
                AudioDaemonEndpoint endpoint in await RankAsync(plan.First, cancellationToken).ConfigureAwait(false)
            )
            {
                if (await TryAsync(endpoint).ConfigureAwait(false) is { } daemon)
                    return daemon;
            }
        }
        if (plan.MaySpawn && options.Fallback == DaemonFallback.SpawnPerRequest)
            return await SpawnAsync(cancellationToken).ConfigureAwait(false);

        // An incompatible daemon stays incompatible; one that is away may come.
        AudioConnectionException told = failures.Find(e => e.IsRetryable) ?? failures[0];
        throw failures.Count == 1
            ? told
            : new AudioConnectionException(told.Kind, string.Join(' ', failures.Select(e => e.Message)), told);

        async Task<ConnectedDaemon?> TryAsync(AudioDaemonEndpoint endpoint)
        {
            try
            {
                return await OpenAsync(endpoint, spawned: null, cancellationToken).ConfigureAwait(false);
            }
            catch (AudioConnectionException e)
            {
                LogNoAnswer(logger, endpoint, e.Message);
                failures.Add(e);
                return null;
            }
        }
    }

    private async Task<ConnectedDaemon> OpenAsync(
        AudioDaemonEndpoint endpoint,
        SpawnedDaemon? spawned,
        CancellationToken cancellationToken
    )
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        IClientTransport? transport = null;
        try
        {
            transport = await _transports.OpenAsync(endpoint, either.Token).ConfigureAwait(false);
            V4Welcome welcome = await WelcomeAsync(transport, endpoint, either.Token).ConfigureAwait(false);
            var connection = new DaemonConnection(
                transport,
                endpoint.ToString(),
                welcome,
                events,
                _keepAlive,
                time,
                logger
            );
            return new ConnectedDaemon(endpoint, connection, spawned);
        }
        catch (Exception e)
        {
            if (transport is not null)
                await transport.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (timeout.IsCancellationRequested)
            {
                double seconds = options.ConnectTimeout.TotalSeconds;
                throw Unreachable(endpoint, $"it did not answer within {seconds:0.###} s.", e);
            }
            if (e is AudioConnectionException)
                throw;
            if (ConnectionFailures.IsOfConnection(e))
                throw Unreachable(endpoint, ConnectionFailures.Describe(e), e);
            throw;
        }
    }

    private static async Task<V4Welcome> WelcomeAsync(
        IClientTransport transport,
        AudioDaemonEndpoint endpoint,
        CancellationToken cancellationToken
    )
    {
        await using CancellationTokenRegistration abort = cancellationToken.UnsafeRegister(
            static t => ((IClientTransport)t!).Abort(),
            transport
        );
        TransportMessage message = await transport.ReceiveAsync().ConfigureAwait(false);
        if (message.Kind is TransportMessageKind.Closed or TransportMessageKind.Lost)
            throw Unreachable(endpoint, message.Reason ?? "the connection was cut.", inner: null);
        try
        {
            V4ServerMessage? first =
                message.Kind == TransportMessageKind.Text ? V4ServerMessages.Read(message.Data.Span) : null;
            if (first is V4Welcome { Protocol: V4Wire.Version } welcome)
                return welcome;
            if (first is V4Error { Retryable: true } refusal)
            {
                throw new AudioConnectionException(
                    AudioDaemonErrorKind.Unreachable,
                    $"The daemon at {endpoint} takes no client now: {refusal.Error}"
                );
            }
        }
        catch (ProtocolException e)
        {
            throw new AudioConnectionException(
                AudioDaemonErrorKind.Incompatible,
                $"The server at {endpoint} does not speak version 4 of the protocol: {e.Message}",
                e
            );
        }
        throw new AudioConnectionException(
            AudioDaemonErrorKind.Incompatible,
            $"The server at {endpoint} does not begin with a welcome of version 4; update the daemon."
        );
    }

    /// <summary>
    /// The healthy endpoints, the one with the fewest sessions first; then those that have no health page; then those
    /// that did not answer.
    /// </summary>
    private async Task<IReadOnlyList<AudioDaemonEndpoint>> RankAsync(
        AudioDaemonEndpoint? except,
        CancellationToken cancellationToken
    )
    {
        AudioDaemonEndpoint[] candidates = [.. _endpoints.Where(e => !e.Equals(except))];
        if (candidates.Length < 2)
            return candidates;
        int[] ranks = await Task.WhenAll(candidates.Select(RankOfAsync)).ConfigureAwait(false);
        return [.. candidates.Zip(ranks).OrderBy(c => c.Second).Select(c => c.First)];

        async Task<int> RankOfAsync(AudioDaemonEndpoint endpoint)
        {
            if (endpoint.Uri is null)
                return int.MaxValue - 1;
            using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            try
            {
                return (await Pages.HealthAsync(endpoint, either.Token).ConfigureAwait(false)).Sessions;
            }
            catch (Exception e)
                when (e is AudioDaemonException
                    || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                )
            {
                return int.MaxValue;
            }
        }
    }

    private async Task<ConnectedDaemon> SpawnAsync(CancellationToken cancellationToken)
    {
        SpawnedDaemon spawned = await SpawnedDaemon
            .StartAsync(options, time, logger, cancellationToken)
            .ConfigureAwait(false);
        try
        {
            return await OpenAsync(spawned.Endpoint, spawned, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await spawned.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static AudioConnectionException Unreachable(AudioDaemonEndpoint endpoint, string why, Exception? inner) =>
        new(
            AudioDaemonErrorKind.Unreachable,
            $"No daemon answers at {endpoint}: {why} Start one with 'audiod start', or name the right endpoint.",
            inner
        );

    [LoggerMessage(
        EventId = LogEvents.NoConnection,
        Level = LogLevel.Debug,
        Message = "No connection to {Endpoint}: {Reason}"
    )]
    private static partial void LogNoAnswer(ILogger logger, AudioDaemonEndpoint endpoint, string reason);
}
