using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Audio.Hostile.Daemon;
using Audio.Hostile.Wires;

namespace Audio.Hostile.Floods;

/// <summary>
/// One client opens sessions and never feeds them, the other uploads sounds that nobody waits for, to a channel whose
/// first session is paused: as many as they get.
/// </summary>
internal static class HeldSessions
{
    private static readonly TimeSpan BeforeNext = TimeSpan.FromMilliseconds(1);

    /// <summary>What the clients do.</summary>
    public static void Hold(FloodContext context, int number)
    {
        if (number == 0)
            NeverFeed(context);
        else
            Upload(context);
    }

    /// <summary>How many sessions there are, and how somebody who wants one more is answered.</summary>
    public static async Task<string> NoteAsync(FloodContext context, OwnDaemon daemon, TimeSpan time)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{daemon.Port}") };
        JsonElement list = await http.GetFromJsonAsync<JsonElement>("/v1/sessions");
        using HttpResponseMessage answer = await http.PostAsync(
            "/v1/play?rate=24000&wait=false",
            new ByteArrayContent(new byte[480])
        );
        return $"{list.GetProperty("sessions").GetArrayLength()} held, {(int)answer.StatusCode}";
    }

    private static void NeverFeed(FloodContext context)
    {
        using WebSocketWire wire = AllFloods.OpenV4(context);
        while (!context.IsOver && wire.End is null)
        {
            wire.Say("""{"type":"start_session","audioFormat":{"sampleRate":24000,"channels":1,"bitDepth":16}}"""u8);
            wire.Receive(TimeSpan.FromSeconds(1));
            context.Idle(BeforeNext);
        }
    }

    private static void Upload(FloodContext context)
    {
        Request(context, "POST", "/v1/play?rate=24000&wait=false&channel=held&overlap=queue&id=first", 48_000);
        Request(context, "PATCH", "/v1/sessions/first", """{"paused":true}""");
        while (!context.IsOver)
        {
            Request(context, "POST", "/v1/play?rate=24000&wait=false&channel=held&overlap=queue", 480);
            context.Idle(BeforeNext);
        }
    }

    private static void Request(FloodContext context, string method, string target, int zeros) =>
        Request(context, method, target, new string('\0', zeros));

    private static void Request(FloodContext context, string method, string target, string body)
    {
        using var wire = LocalWire.OverTcp(context.Port);
        string length = body.Length.ToString(CultureInfo.InvariantCulture);
        wire.Send(
            Encoding.ASCII.GetBytes(
                $"{method} {target} HTTP/1.1\r\nHost: localhost:{context.Port}\r\nConnection: close\r\n"
                    + $"Content-Length: {length}\r\n\r\n{body}"
            )
        );
        wire.Socket.Poll(TimeSpan.FromSeconds(10), System.Net.Sockets.SelectMode.SelectRead);
    }
}
