using System.Text;
using System.Text.Json;
using Audio.Testing.Daemon;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.Http;

/// <summary>The content of /v1/sessions.</summary>
internal static class HttpSessions
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>Polls a session until it is as expected.</summary>
    public static async Task<JsonElement> SessionAsync(
        this DaemonProcess daemon,
        string id,
        Func<JsonElement, bool> wanted
    )
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            RawResponse response = await RawHttp.GetAsync(daemon.Port, $"/v1/sessions/{id}");
            if (response.Status == 200 && Json.Parse(response.Body) is var session && wanted(session))
                return session;
            if (TimeProvider.System.GetElapsedTime(start) > Limit)
            {
                throw new TimeoutException(
                    $"The session did not become what it should: {response.Body}\n"
                        + $"{string.Join('\n', daemon.Output.All.TakeLast(30))}"
                );
            }

            await Task.Delay(Step, TimeProvider.System);
        }
    }

    /// <summary>Changes a session, or ends it.</summary>
    public static async Task ChangeAsync(this DaemonProcess daemon, HttpMethod method, string id, string? body = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, $"http://localhost:{daemon.Port}/v1/sessions/{id}");
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        ((int)answer.StatusCode).Should().Be(200);
    }

    /// <summary>Waits until part of a session was heard.</summary>
    public static Task HeardAsync(this DaemonProcess daemon, string id) =>
        daemon.SessionAsync(id, s => s.GetProperty("playedMs").GetDouble() > 0);

    /// <summary>Waits until a session has ended, and returns its ending.</summary>
    public static Task<JsonElement> EndedAsync(this DaemonProcess daemon, string id) =>
        daemon.SessionAsync(id, s => s.GetProperty("state").GetString() == "ended");
}
