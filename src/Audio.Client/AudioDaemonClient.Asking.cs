using Audio.Client.Pages;
using Audio.Protocol.V4;

namespace Audio.Client;

/// <content>Questions about the daemon itself.</content>
public sealed partial class AudioDaemonClient
{
    /// <summary>Measures the round trip to the daemon.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="AudioConnectionException">No daemon answers, or the connection broke before it did.</exception>
    public async Task<TimeSpan> PingAsync(CancellationToken cancellationToken = default)
    {
        await _link.EnsureConnectedAsync(maySpawn: false, cancellationToken).ConfigureAwait(false);
        long start = _link.Time.GetTimestamp();
        await AskAsync(new V4Ping(), cancellationToken).ConfigureAwait(false);
        return _link.Time.GetElapsedTime(start);
    }

    /// <summary>
    /// Checks whether a daemon is there and healthy. Does not throw if there is none: the result says so.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting; throws an <see cref="OperationCanceledException"/>.</param>
    /// <remarks>
    /// Asks the daemon that this client is connected to; without a connection, each endpoint in turn.
    /// </remarks>
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

    /// <summary>Gets the state of the daemon. Connects if there is no connection.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="AudioConnectionException">No daemon answers.</exception>
    public async Task<DaemonStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        await _link.EnsureConnectedAsync(maySpawn: false, cancellationToken).ConfigureAwait(false);
        AudioDaemonEndpoint endpoint = _link.PresentEndpoint;
        if (endpoint.Uri is null)
        {
            var status = (V4Status)await AskAsync(new V4GetStatus(), cancellationToken).ConfigureAwait(false);
            return new DaemonStatus(
                endpoint,
                [
                    .. status.Sessions.Select(s => new DaemonSessionStatus(
                        s.SessionId,
                        s.State,
                        s.Received,
                        s.Volume,
                        s.Underruns
                    )),
                ]
            );
        }
        return await _control
            .GetAsync("/status", PagesJson.Default.StatusPage, page => page.ToStatus(endpoint), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Asks what would happen to a session if it were started now: whether it would play, and how loud. Starts nothing.
    /// Connects if there is no connection.
    /// </summary>
    /// <param name="options">
    /// As in <see cref="StartSessionAsync(AudioSessionOptions, CancellationToken)"/>; null: speech that plays at the
    /// same time as everything else.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="AudioConnectionException">
    /// No daemon answers, or the endpoint has no HTTP (<see cref="AudioDaemonErrorKind.HttpRequired"/>).
    /// </exception>
    /// <exception cref="AudioRequestException">
    /// Such a session could not be started: its id is taken, or the daemon does not know its effects.
    /// </exception>
    public async Task<SessionOutlook> ExplainAsync(
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        options ??= new AudioSessionOptions();
        options.Validate(nameof(options));
        return await _control.ExplainAsync(options, cancellationToken).ConfigureAwait(false);
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
            _link.ThrowIfClosed();
            if (endpoint.Uri is null)
            {
                TimeSpan took = await PingAsync(cancellationToken).ConfigureAwait(false);
                return new DaemonHealth(
                    IsHealthy: true,
                    Endpoint ?? endpoint,
                    $"answers after {took.TotalMilliseconds:0.###} ms"
                );
            }
            HealthPage page = await _control
                .WithinAsync(t => _link.Connector.Pages.HealthAsync(endpoint, t), endpoint, cancellationToken)
                .ConfigureAwait(false);
            return page.ToHealth(endpoint);
        }
        catch (AudioDaemonException e)
        {
            return new DaemonHealth(IsHealthy: false, endpoint, e.Message);
        }
    }
}
