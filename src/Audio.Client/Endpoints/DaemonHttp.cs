using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Audio.Client.Transports;

namespace Audio.Client.Endpoints;

/// <summary>The pages <c>/health</c> and <c>/status</c> of a daemon with a <c>ws</c> endpoint.</summary>
internal sealed class DaemonHttp(HttpMessageInvoker http)
{
    /// <summary>The longest page that is read.</summary>
    private const int MaxPageBytes = 4 * 1024 * 1024;

    public Task<HealthPage> HealthAsync(AudioDaemonEndpoint endpoint, CancellationToken cancellationToken) =>
        GetAsync(endpoint, "/health", DaemonPagesJson.Default.HealthPage, cancellationToken);

    public Task<StatusPage> StatusAsync(AudioDaemonEndpoint endpoint, CancellationToken cancellationToken) =>
        GetAsync(endpoint, "/status", DaemonPagesJson.Default.StatusPage, cancellationToken);

    private async Task<T> GetAsync<T>(AudioDaemonEndpoint endpoint, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        Uri socket = endpoint.Uri!;
        var page = new Uri($"{(socket.Scheme == "wss" ? "https" : "http")}://{socket.Authority}{path}");
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, page);
            using HttpResponseMessage response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw new AudioConnectionException(AudioDaemonErrorKind.Incompatible, $"{page} answers {(int)response.StatusCode}; a daemon answers 200. Is it one?");
            using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            byte[] json = new byte[16 * 1024];
            int length = 0;
            while (await body.ReadAsync(json.AsMemory(length), cancellationToken).ConfigureAwait(false) is > 0 and int read)
            {
                length += read;
                if (length >= MaxPageBytes)
                    throw new AudioConnectionException(AudioDaemonErrorKind.Incompatible, $"{page} is longer than {MaxPageBytes} bytes. Is it a daemon?");
                if (length == json.Length)
                    Array.Resize(ref json, 2 * json.Length);
            }
            return JsonSerializer.Deserialize(json.AsSpan(0, length), type) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new AudioConnectionException(AudioDaemonErrorKind.Incompatible, $"{page} is no page of a daemon: {e.Message}", e);
        }
        catch (Exception e) when (Failures.IsOfConnection(e) && !cancellationToken.IsCancellationRequested)
        {
            throw new AudioConnectionException(AudioDaemonErrorKind.Unreachable, $"No daemon answers at {page}: {e.Message} Start one with 'audiod start'.", e);
        }
    }
}

internal sealed record HealthPage(string Status, long Uptime, int Clients, int Sessions);

internal sealed record StatusPage(string? Version, long Uptime, IReadOnlyList<StatusPage.Client>? Clients, StatusPage.Loudspeaker? Output, IReadOnlyList<StatusPage.Session>? Playback)
{
    internal sealed record Client(string Id);

    internal sealed record Loudspeaker(string Sink, string State);

    internal sealed record Session(string Id, string State, double PlayedMs, double BufferedMs, long BytesReceived, int Underruns, double Volume);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthPage))]
[JsonSerializable(typeof(StatusPage))]
internal sealed partial class DaemonPagesJson : JsonSerializerContext;
