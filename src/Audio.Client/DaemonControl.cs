using System.Text.Json.Serialization.Metadata;
using Audio.Client.Pages;

namespace Audio.Client;

/// <summary>
/// HTTP requests to the daemon that the client is connected to, within the connect timeout. Any thread.
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
    /// Makes a request. Connects first if there is no connection: with several endpoints, that decides which daemon is
    /// asked.
    /// </summary>
    /// <exception cref="AudioConnectionException">No daemon answers, or the endpoint has no HTTP.</exception>
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
                $"This request needs HTTP, which {endpoint} does not carry. "
                    + "Connect to the daemon's port instead, such as ws://localhost:8081; "
                    + "a socket or a pipe carries only the sessions of this client."
            );
        }
        return await WithinAsync(
                token => link.Connector.Pages.AskAsync(endpoint, method, path, body, type, make, token),
                endpoint,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>Asks what would happen to a session.</summary>
    public Task<SessionOutlook> ExplainAsync(AudioSessionOptions options, CancellationToken cancellationToken) =>
        AskAsync(
            HttpMethod.Post,
            ExplainQuery.Of(options),
            [],
            PagesJson.Default.OutlookPage,
            static page => page.ToOutlook(),
            cancellationToken
        );

    /// <summary>Makes a request to an endpoint, and gives up after the connect timeout.</summary>
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
