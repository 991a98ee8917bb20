using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Audio.Client.Pages;
using Audio.Client.Transports;

namespace Audio.Client;

/// <summary>The HTTP side of a daemon with a <c>ws</c> endpoint, on the same port. Any thread.</summary>
internal sealed class DaemonHttp(HttpMessageInvoker http)
{
    /// <summary>The maximum length of an answer.</summary>
    private const int MaxPageBytes = 4 * 1024 * 1024;

    public Task<HealthPage> HealthAsync(AudioDaemonEndpoint endpoint, CancellationToken cancellationToken) =>
        AskAsync(
            endpoint,
            HttpMethod.Get,
            "/health",
            body: null,
            PagesJson.Default.HealthPage,
            static page => page,
            cancellationToken
        );

    /// <summary>
    /// Makes a request and converts the answer. A <see cref="JsonException"/> of the conversion means that this version
    /// does not know the answer.
    /// </summary>
    /// <exception cref="AudioConnectionException">No daemon answers there.</exception>
    /// <exception cref="AudioRequestException">The daemon refuses.</exception>
    public async Task<TResult> AskAsync<T, TResult>(
        AudioDaemonEndpoint endpoint,
        HttpMethod method,
        string path,
        byte[]? body,
        JsonTypeInfo<T> type,
        Func<T, TResult> make,
        CancellationToken cancellationToken
    )
        where T : class
    {
        Uri socket = endpoint.Uri!;
        string scheme = socket.Scheme == "wss" ? "https" : "http";
        var page = new Uri($"{scheme}://{socket.Authority}{socket.AbsolutePath.TrimEnd('/')}{path}");
        try
        {
            using var request = new HttpRequestMessage(method, page);
            if (body is not null)
                request.Content = new ByteArrayContent(body);
            using HttpResponseMessage response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            ReadOnlyMemory<byte> json = await ReadAsync(response, page, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw Refusal(response, page, json.Span);
            return make(JsonSerializer.Deserialize(json.Span, type) ?? throw new JsonException("null"));
        }
        catch (JsonException e)
        {
            throw new AudioConnectionException(
                AudioDaemonErrorKind.Incompatible,
                $"{page} is not the answer of a daemon of this version: {e.Message} Update this package or the daemon.",
                e
            );
        }
        catch (Exception e) when (ConnectionFailures.IsOfConnection(e))
        {
            cancellationToken.ThrowIfCancellationRequested(); // a cancelled request may look like a broken connection
            throw new AudioConnectionException(
                AudioDaemonErrorKind.Unreachable,
                $"No daemon answers at {page}: {ConnectionFailures.Describe(e)} "
                    + "Start one with 'audiod start', or name the right endpoint.",
                e
            );
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(
        HttpResponseMessage response,
        Uri page,
        CancellationToken cancellationToken
    )
    {
        using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] bytes = new byte[16 * 1024];
        int length = 0;
        while (
            await body.ReadAsync(bytes.AsMemory(length), cancellationToken).ConfigureAwait(false) is > 0 and int read
        )
        {
            length += read;
            if (length >= MaxPageBytes)
            {
                throw new AudioConnectionException(
                    AudioDaemonErrorKind.Incompatible,
                    $"{page} is longer than {MaxPageBytes} bytes. Is it a daemon?"
                );
            }

            if (length == bytes.Length)
                Array.Resize(ref bytes, 2 * bytes.Length);
        }
        return bytes.AsMemory(0, length);
    }

    private static AudioDaemonException Refusal(HttpResponseMessage response, Uri page, ReadOnlySpan<byte> body)
    {
        if (
            response.Content.Headers.ContentType?.MediaType == ProblemPage.ContentType
            && JsonSerializer.Deserialize(body, PagesJson.Default.ProblemPage) is { } problem
        )
        {
            return new AudioRequestException(
                problem.Type[(problem.Type.LastIndexOf('/') + 1)..],
                problem.Detail,
                problem.Retryable
            );
        }

        if (response.StatusCode == HttpStatusCode.Forbidden)
        {
            return new AudioConnectionException(
                AudioDaemonErrorKind.Refused,
                $"The daemon does not accept the host name '{page.Host}'. "
                    + $"Use localhost, or start the daemon with --allow-host {page.Host}."
            );
        }

        return new AudioConnectionException(
            AudioDaemonErrorKind.Incompatible,
            $"{page} answers {(int)response.StatusCode}, "
                + "which no daemon of this version does. If it is a daemon, update it."
        );
    }
}
