using System.Net;
using System.Text.Json;
using Audio.Cli.Status;
using Audio.Host;

namespace Audio.Cli.Processes;

/// <summary>What answers HTTP requests on a port.</summary>
internal enum ProbeAnswer
{
    /// <summary>Nothing listens, or nothing answers in time.</summary>
    None,

    /// <summary>Something answers, but it is not a healthy audio daemon.</summary>
    Other,

    /// <summary>A healthy audio daemon answers.</summary>
    Daemon,
}

/// <summary>Asks a daemon over HTTP for its state. It never uses a proxy and gives up after a timeout.</summary>
internal sealed class DaemonProbe : IDisposable
{
    /// <summary>
    /// Time allowed for one answer. If nothing listens, the system refuses the connection at once. This is for a slow
    /// daemon on a busy machine, which must not be mistaken for another program or for none.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;

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

    /// <summary>The answer of a healthy daemon to <c>/health</c>, otherwise <see langword="null"/>.</summary>
    public async Task<JsonDocument?> HealthAsync(Uri url)
    {
        JsonDocument? health = await GetAsync(new Uri(url, "/health"));
        if (health is not null && JsonFields.String(health.RootElement, "status") == "healthy")
            return health;
        health?.Dispose();
        return null;
    }

    /// <summary>Finds out what answers at an address.</summary>
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

    /// <summary>The answer of an audio daemon to <c>/status</c>, otherwise <see langword="null"/>.</summary>
    public async Task<JsonDocument?> StatusAsync(Uri url)
    {
        JsonDocument? status = await GetAsync(new Uri(url, "/status"));
        if (status is not null && JsonFields.String(status.RootElement, "daemon") == DaemonIdentity.Name)
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
    /// Whether every name and string can be read. JSON can contain unpaired surrogates, which throw when they are read.
    /// A daemon never writes them.
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
}
