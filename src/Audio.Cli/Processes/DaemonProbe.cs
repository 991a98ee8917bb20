using System.Net;
using System.Text.Json;
using Audio.Host;

namespace Audio.Cli.Processes;

/// <summary>What a port says when it is asked over HTTP.</summary>
internal enum ProbeAnswer
{
    /// <summary>Nothing listens, or it does not answer in time.</summary>
    None,

    /// <summary>Something answers that is no audio daemon.</summary>
    Other,

    /// <summary>An audio daemon answers, and is healthy.</summary>
    Daemon,
}

/// <summary>Asks a daemon over HTTP how it is. Never through a proxy; gives up after the timeout.</summary>
internal sealed class DaemonProbe : IDisposable
{
    /// <summary>
    /// How long to wait for one answer. Where nothing listens the system refuses at once; who is there and slow is a
    /// daemon on a machine that does much else, and must not be taken for another program or for none.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;

    /// <summary>Creates a probe.</summary>
    public DaemonProbe() =>
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = 16 * 1024 * 1024,
        };

    /// <summary>Whether <c>/health</c> says that the daemon is healthy.</summary>
    public async Task<bool> IsHealthyAsync(Uri url)
    {
        using JsonDocument? health = await HealthAsync(url);
        return health is not null;
    }

    /// <summary>What <c>/health</c> of a healthy daemon says, or <see langword="null"/>.</summary>
    public async Task<JsonDocument?> HealthAsync(Uri url)
    {
        JsonDocument? health = await GetAsync(new Uri(url, "/health"));
        if (health is not null && TextOf(health.RootElement, "status") == "healthy")
            return health;
        health?.Dispose();
        return null;
    }

    /// <summary>Who is there.</summary>
    public async Task<ProbeAnswer> AskAsync(Uri url)
    {
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(new Uri(url, "/health"));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return ProbeAnswer.None;
        }

        using JsonDocument? status = await StatusAsync(url);
        return status is not null && await IsHealthyAsync(url) ? ProbeAnswer.Daemon : ProbeAnswer.Other;
    }

    /// <summary>What <c>/status</c> of an audio daemon says, or <see langword="null"/> where none answers.</summary>
    public async Task<JsonDocument?> StatusAsync(Uri url)
    {
        JsonDocument? status = await GetAsync(new Uri(url, "/status"));
        if (status is not null && TextOf(status.RootElement, "daemon") == DaemonIdentity.Name)
            return status;
        status?.Dispose();
        return null;
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonDocument?> GetAsync(Uri url)
    {
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(url);
            if (answer.StatusCode != HttpStatusCode.OK)
                return null;
            var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
            if (IsText(document.RootElement))
                return document;
            document.Dispose();
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether every name and string can be read. JSON may hold halves of surrogate pairs, which no daemon writes and
    /// which throw where they are read.
    /// </summary>
    private static bool IsText(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString() is not null,
                JsonValueKind.Array => element.EnumerateArray().All(IsText),
                JsonValueKind.Object => element
                    .EnumerateObject()
                    .All(property => property.Name is not null && IsText(property.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
