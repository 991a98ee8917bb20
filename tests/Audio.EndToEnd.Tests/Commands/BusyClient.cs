using System.Net.WebSockets;
using System.Text;

namespace Audio.EndToEnd.Tests.Commands;

/// <summary>A client whose sound keeps the daemon busy.</summary>
internal static class BusyClient
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Returns once the daemon has taken this many seconds of sound.</summary>
    public static async Task<ClientWebSocket> PlayAsync(int port, int seconds)
    {
        var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/"), Cancel);
        await SendAsync(
            """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":8000,"channels":1,"bitDepth":16}}"""
        );
        string chunk = Convert.ToBase64String(new byte[seconds * 16_000]);
        await SendAsync($$"""{"type":"audio_chunk","chunk":"{{chunk}}","encoding":"base64","timestamp":0}""");
        await SendAsync("""{"type":"ping","timestamp":0}""");

        // The pong comes after everything before it was taken.
        byte[] buffer = new byte[4096];
        string said = "";
        while (!said.Contains("pong", StringComparison.Ordinal))
            said = Encoding.UTF8.GetString(buffer, 0, (await client.ReceiveAsync(buffer, Cancel)).Count);
        return client;

        Task SendAsync(string text) =>
            client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Cancel);
    }
}
