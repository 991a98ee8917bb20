using System.Net.WebSockets;
using System.Text;

namespace Audio.Host.Warming;

/// <summary>An internal version 3 client, so that its code path is compiled before a real client connects.</summary>
internal static class V3WarmUp
{
    /// <summary>Sends some silence and waits for the daemon's last message.</summary>
    public static async Task RunAsync((WebSocket Client, Task Served) connection)
    {
        using WebSocket client = connection.Client;
        await SayAsync(
            """{"type":"start_session","audioFormat":{"format":"wav","sampleRate":24000,"channels":1,"bitDepth":16}}"""
        );
        string silence = Convert.ToBase64String(new byte[24_000 / 200 * 2]);
        for (int i = 0; i < WarmUp.Chunks; i++)
            await SayAsync($$"""{"type":"audio_chunk","chunk":"{{silence}}","encoding":"base64","timestamp":0}""");
        await SayAsync("""{"type":"get_status"}""");
        await SayAsync("""{"type":"stop_session"}""");
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        byte[] answer = new byte[1024];
        while (
            (await client.ReceiveAsync(answer.AsMemory(), CancellationToken.None)).MessageType
            != WebSocketMessageType.Close
        ) { }
        await connection.Served;

        Task SayAsync(string text) =>
            client.SendAsync(
                Encoding.UTF8.GetBytes(text),
                WebSocketMessageType.Text,
                endOfMessage: true,
                CancellationToken.None
            );
    }
}
