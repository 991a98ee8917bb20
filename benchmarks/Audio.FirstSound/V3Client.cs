using System.Net.WebSockets;
using System.Text;

namespace Audio.FirstSound;

/// <summary>As little of a version 3 client as will do: text in, text out.</summary>
internal sealed class V3Client : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _received = new byte[16 * 1024];

    public async Task ConnectAsync(int port)
    {
        await _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/"), CancellationToken.None);
        await ReceiveAsync();
    }

    public async Task StartAsync(int sampleRate)
    {
        await SendAsync(Encoding.UTF8.GetBytes(
            $$$"""{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":{{{sampleRate}}},"channels":1,"bitDepth":16}}"""));
        await ReceiveAsync();
    }

    public static byte[] ChunkMessage(byte[] pcm) =>
        Encoding.UTF8.GetBytes($$"""{"type":"audio_chunk","chunk":"{{Convert.ToBase64String(pcm)}}","encoding":"base64"}""");

    public async Task SendAsync(byte[] message) =>
        await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public Task CloseAsync() =>
        _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "Client disconnecting", CancellationToken.None);

    public void Dispose() => _socket.Dispose();

    private async Task ReceiveAsync()
    {
        WebSocketReceiveResult result = await _socket.ReceiveAsync(_received, CancellationToken.None);
        if (result.MessageType != WebSocketMessageType.Text)
            throw new InvalidOperationException($"The daemon closed the connection: {result.CloseStatusDescription}");
    }
}
