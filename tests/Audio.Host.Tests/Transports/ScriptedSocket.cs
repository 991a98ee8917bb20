using System.Net.WebSockets;
using System.Text;

namespace Audio.Host.Tests.Transports;

/// <summary>A socket that delivers some text messages and then fails with an unexpected error.</summary>
internal sealed class ScriptedSocket(Exception fault, params string[] messages) : WebSocket
{
    private readonly Queue<byte[]> _messages = new(messages.Select(Encoding.UTF8.GetBytes));

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => WebSocketState.Open;

    public override string? SubProtocol => null;

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken
    )
    {
        if (buffer.IsEmpty)
        {
            return _messages.Count > 0
                ? new(new ValueWebSocketReceiveResult(0, WebSocketMessageType.Text, endOfMessage: false))
                : throw fault;
        }

        byte[] message = _messages.Dequeue();
        message.CopyTo(buffer);
        return new(new ValueWebSocketReceiveResult(message.Length, WebSocketMessageType.Text, endOfMessage: true));
    }

    public override Task<WebSocketReceiveResult> ReceiveAsync(
        ArraySegment<byte> buffer,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public override Task SendAsync(
        ArraySegment<byte> buffer,
        WebSocketMessageType messageType,
        bool endOfMessage,
        CancellationToken cancellationToken
    ) => Task.CompletedTask;

    public override Task CloseAsync(
        WebSocketCloseStatus closeStatus,
        string? statusDescription,
        CancellationToken cancellationToken
    ) => Task.CompletedTask;

    public override Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus,
        string? statusDescription,
        CancellationToken cancellationToken
    ) => Task.CompletedTask;

    public override void Abort() { }

    public override void Dispose() { }
}
