using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;

namespace Audio.LoadGenerator.Speech;

/// <summary>
/// Simulates a text-to-speech program that uses version 3: sends each chunk at the time it would produce it, a little
/// ahead of playback.
/// </summary>
internal static class RealTimeClient
{
    private const double LeadSeconds = 0.25;

    /// <summary>Plays a file in chunks of 20 to 100 ms and disconnects.</summary>
    /// <returns>How many chunks it sent.</returns>
    public static async Task<int> PlayAsync(int port, WavFile file, int seed)
    {
        var random = new Random(seed);
        int bytesPerSecond = 2 * file.SampleRate;
        int chunks = 0;
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/"), CancellationToken.None);
        await SendAsync(
            """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":"""
                + $$$"""{{{file.SampleRate}}},"channels":1,"bitDepth":16}}"""
        );
        Task reading = ReadAllAsync(socket);
        long start = Stopwatch.GetTimestamp();
        for (int at = 0; at < file.Data.Length; chunks++)
        {
            int bytes = Math.Min(file.Data.Length - at, bytesPerSecond * random.Next(20, 101) / 1000 & ~1);
            double due = (double)at / bytesPerSecond - LeadSeconds - Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (due > 0)
                await Task.Delay(TimeSpan.FromSeconds(due), TimeProvider.System);
            string chunk = Convert.ToBase64String(file.Data, at, bytes);
            await SendAsync($$"""{"type":"audio_chunk","chunk":"{{chunk}}","encoding":"base64"}""");
            at += bytes;
        }

        await SendAsync("""{"type":"stop_session"}""");
        await socket.CloseOutputAsync(
            WebSocketCloseStatus.NormalClosure,
            "Client disconnecting",
            CancellationToken.None
        );
        await reading;
        return chunks;

        async Task SendAsync(string message) =>
            await socket.SendAsync(
                Encoding.UTF8.GetBytes(message),
                WebSocketMessageType.Text,
                endOfMessage: true,
                CancellationToken.None
            );
    }

    /// <summary>Until the daemon has closed too.</summary>
    private static async Task ReadAllAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[4096];
        while ((await socket.ReceiveAsync(buffer, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
        { }
    }
}
