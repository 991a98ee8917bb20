using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using Audio.Host.Transports;

namespace Audio.Host.Tests.Transports;

/// <summary>
/// Both ends of an in-memory WebSocket connection. Each direction buffers a limited number of unread bytes, like a TCP
/// connection.
/// </summary>
internal sealed class SocketPair : IDisposable
{
    private readonly PipeStream _client;

    public SocketPair(int bufferBytes = 64 * 1024)
    {
        (PipeStream client, PipeStream server) = PipeStream.Pair(
            new PipeOptions(
                pauseWriterThreshold: bufferBytes,
                resumeWriterThreshold: bufferBytes / 2,
                useSynchronizationContext: false
            )
        );
        _client = client;
        Server = WebSocket.CreateFromStream(server, new WebSocketCreationOptions { IsServer = true });
        Client = WebSocket.CreateFromStream(client, new WebSocketCreationOptions());
    }

    public WebSocket Server { get; }

    public WebSocket Client { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task SendAsync(string text) =>
        Client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Cancel);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Binary, bool end = true) =>
        Client.SendAsync(bytes, type, end, Cancel);

    /// <summary>
    /// Sends raw bytes between the client's own frames, masked if they are to form valid frames (RFC 6455, section
    /// 5.2).
    /// </summary>
    public async Task SendRawAsync(params byte[] bytes) => await _client.Output.WriteAsync(bytes, Cancel);

    /// <summary>The next message the client receives: its text, or <c>close CODE REASON</c>.</summary>
    public async Task<string> ReceiveAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        int count = 0;
        while (true)
        {
            WebSocketReceiveResult result = await Client.ReceiveAsync(
                new ArraySegment<byte>(buffer, count, buffer.Length - count),
                Cancel
            );
            if (result.MessageType == WebSocketMessageType.Close)
                return $"close {(int)result.CloseStatus!} {result.CloseStatusDescription}";
            count += result.Count;
            if (result.EndOfMessage)
                return Encoding.UTF8.GetString(buffer, 0, count);
        }
    }

    /// <summary>Drops the connection without a close.</summary>
    public void Cut()
    {
        _client.Output.Complete();
        _client.Input.Complete(new IOException("Connection reset by peer."));
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
