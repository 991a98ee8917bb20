using System.Text.Json;
using Audio.Testing.Daemon;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests;

/// <summary>The status of a running daemon.</summary>
internal static class DaemonStatus
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    public static async Task<JsonElement> HealthAsync(this DaemonProcess daemon) =>
        Json.Parse((await RawHttp.GetAsync(daemon.Port, "/health")).Body);

    public static async Task<JsonElement> StatusAsync(this DaemonProcess daemon) =>
        Json.Parse((await RawHttp.GetAsync(daemon.Port, "/status")).Body);

    /// <summary>Polls the status until it is as expected, and returns it.</summary>
    public static async Task<JsonElement> WaitForAsync(
        this DaemonProcess daemon,
        Func<JsonElement, bool> wanted,
        TimeSpan? limit = null
    )
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            JsonElement status = await daemon.StatusAsync();
            if (wanted(status))
                return status;
            if (TimeProvider.System.GetElapsedTime(start) > (limit ?? TimeSpan.FromSeconds(60)))
            {
                throw new TimeoutException(
                    $"The status did not become what it should: {status.GetRawText()}\n"
                        + $"{string.Join('\n', daemon.Output.All.TakeLast(30))}"
                );
            }

            await Task.Delay(Step, TimeProvider.System);
        }
    }

    /// <summary>Waits until this many sessions have ended, and returns their endings.</summary>
    public static async Task<JsonElement[]> EndedAsync(this DaemonProcess daemon, int count, TimeSpan? limit = null)
    {
        JsonElement status = await daemon.WaitForAsync(s => s.GetProperty("ended").GetArrayLength() >= count, limit);
        return [.. status.GetProperty("ended").EnumerateArray()];
    }

    /// <summary>Waits until a client is gone.</summary>
    public static Task GoneAsync(this DaemonProcess daemon, string clientId) =>
        daemon.WaitForAsync(s =>
            s.GetProperty("clients").EnumerateArray().All(c => c.GetProperty("id").GetString() != clientId)
        );
}
