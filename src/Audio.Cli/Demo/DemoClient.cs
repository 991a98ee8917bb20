using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Audio.Cli.Demo;

/// <summary>
/// A typical version 3 client: it connects, starts a session, sends the file in chunks slightly ahead of playback,
/// stops the session and disconnects.
/// </summary>
internal sealed class DemoClient(DemoTrack track, int port, TimeProvider time)
{
    /// <summary>How far ahead of playback chunks are sent.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan ChunkLength = TimeSpan.FromMilliseconds(40);

    public DemoTrack Track => track;

    /// <summary>The client id from the daemon; <see langword="null"/> until it arrives.</summary>
    public string? ClientId { get; private set; }

    /// <summary>The error that the daemon reported, if any.</summary>
    public string? Error { get; private set; }

    /// <summary>Sends the whole file; completes when the daemon has confirmed that it has all of it.</summary>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("User-Agent", $"audiod-demo/{track.Name}");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/"), cancellationToken);
        ClientId = (string?)(await ReceiveAsync(socket, cancellationToken))["clientId"];

        await SendAsync(socket, StartMessage(), cancellationToken);
        if (!Succeeded(await ReceiveAsync(socket, cancellationToken)))
            return;

        await SendChunksAsync(socket, cancellationToken);
        await SendAsync(socket, """{"type":"stop_session"}""", cancellationToken);
        if (!Succeeded(await ReceiveAsync(socket, cancellationToken)))
            return;
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "Client disconnecting", cancellationToken);
    }

    private async Task SendChunksAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        byte[] file = track.File;
        int chunkBytes = (int)(track.Format.BytesPerSecond * ChunkLength.TotalSeconds);
        long start = time.GetTimestamp();
        for (int offset = 0; offset < file.Length; offset += chunkBytes)
        {
            TimeSpan due =
                TimeSpan.FromSeconds((double)offset / track.Format.BytesPerSecond) - Lead - time.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, time, cancellationToken);
            ReadOnlySpan<byte> chunk = file.AsSpan(offset, Math.Min(chunkBytes, file.Length - offset));
            await SendAsync(
                socket,
                $$"""{"type":"audio_chunk","chunk":"{{Convert.ToBase64String(chunk)}}","encoding":"base64"}""",
                cancellationToken
            );
        }
    }

    private string StartMessage() =>
        """{"type":"start_session","audioFormat":{"format":"wav","""
        + $"\"sampleRate\":{track.Format.SampleRate},\"channels\":{track.Format.Channels},"
        + $"\"bitDepth\":{8 * track.Format.BytesPerSample}}}}}";

    private bool Succeeded(JsonObject reply)
    {
        if ((string?)reply["type"] == "error")
            Error = (string?)reply["error"];
        return Error is null;
    }

    private static Task SendAsync(ClientWebSocket socket, string message, CancellationToken cancellationToken) =>
        socket.SendAsync(
            Encoding.UTF8.GetBytes(message),
            WebSocketMessageType.Text,
            endOfMessage: true,
            cancellationToken
        );

    private static async Task<JsonObject> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[16 * 1024];
        ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return result.MessageType == WebSocketMessageType.Text
            ? JsonNode.Parse(buffer.AsSpan(0, result.Count))!.AsObject()
            : throw new WebSocketException($"The daemon closed the connection: {socket.CloseStatusDescription}");
    }
}
