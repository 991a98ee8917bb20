using System.Text.Json.Serialization.Metadata;
using Audio.Client.Pages;

namespace Audio.Client;

/// <summary>
/// Asks the daemon that the client is connected to over HTTP, within the limit that an attempt to connect has.
/// </summary>
internal sealed class DaemonControl(DaemonLink link, TimeSpan limit)
{
    /// <summary>Reads a page.</summary>
    public Task<TResult> GetAsync<T, TResult>(
        string path,
        JsonTypeInfo<T> type,
        Func<T, TResult> make,
        CancellationToken cancellationToken
    )
        where T : class => AskAsync(HttpMethod.Get, path, body: null, type, make, cancellationToken);

    /// <summary>
    /// Asks, connecting first where there is no connection: with several endpoints that says which daemon is meant.
    /// </summary>
    /// <exception cref="AudioConnectionException">No daemon answers, or not over HTTP.</exception>
    /// <exception cref="AudioRequestException">The daemon refuses.</exception>
    public async Task<TResult> AskAsync<T, TResult>(
        HttpMethod method,
        string path,
        byte[]? body,
        JsonTypeInfo<T> type,
        Func<T, TResult> make,
        CancellationToken cancellationToken
    )
        where T : class
    {
        await link.EnsureConnectedAsync(maySpawn: false, cancellationToken).ConfigureAwait(false);
        AudioDaemonEndpoint endpoint = link.PresentEndpoint;
        if (endpoint.Uri is null)
        {
            throw new AudioConnectionException(
                AudioDaemonErrorKind.HttpRequired,
                $"The daemon is asked for this over HTTP, which {endpoint} does not carry. Connect to the daemon's port instead, as in ws://localhost:8081; sockets and pipes carry the sessions of this client alone."
            );
        }
        return await WithinAsync(
                token => link.Connector.Pages.AskAsync(endpoint, method, path, body, type, make, token),
                endpoint,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>What would become of a session.</summary>
    public Task<SessionOutlook> ExplainAsync(AudioSessionOptions options, CancellationToken cancellationToken) =>
        AskAsync(
            HttpMethod.Post,
            ExplainQuery.Of(options),
            [],
            PagesJson.Default.OutlookPage,
            static page => page.ToOutlook(),
            cancellationToken
        );

    /// <summary>A question to an endpoint that is given up after the limit.</summary>
    public async Task<T> WithinAsync<T>(
        Func<CancellationToken, Task<T>> ask,
        AudioDaemonEndpoint endpoint,
        CancellationToken cancellationToken
    )
    {
        using var timeout = new CancellationTokenSource(limit, link.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await ask(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            throw new AudioConnectionException(
                AudioDaemonErrorKind.Unreachable,
                $"The daemon at {endpoint} does not answer within {limit.TotalSeconds:0.###} s.",
                e
            );
        }
    }
}
