using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Audio.Core.Wires.Transports;
using Audio.Host.Clients;
using Audio.Host.WebSockets;

namespace Audio.Host.V4;

/// <summary>
/// A WebSocket with the subprotocol <c>audio.v4</c>: JSON in text messages, a chunk frame in each binary message.
/// </summary>
internal sealed class V4WebSocketTransport(WebSocket socket, MessageMemory memory, ConnectedClient client)
    : IMessageTransport,
        IDisposable
{
    private readonly WebSocketReceiver _receiver = new(socket, memory);

    /// <inheritdoc/>
    public bool HasMore => client.HasMore;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TransportMessage> ReceiveAsync()
    {
        WebSocketMessage message = await _receiver.ReceiveAsync();
        client.Touch();
        return message.Kind switch
        {
            WebSocketMessageKind.Text => new TransportMessage(
                TransportMessageKind.Json,
                new ReadOnlySequence<byte>(message.Data)
            ),
            WebSocketMessageKind.Binary => new TransportMessage(
                TransportMessageKind.ChunkFrame,
                new ReadOnlySequence<byte>(message.Data)
            ),
            WebSocketMessageKind.TooLarge => new TransportMessage(TransportMessageKind.TooLarge),
            WebSocketMessageKind.Closed => new TransportMessage(
                TransportMessageKind.Closed,
                CloseCode: message.CloseStatus
            ),
            _ => new TransportMessage(TransportMessageKind.Lost),
        };
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(ReadOnlyMemory<byte> json)
    {
        try
        {
            await socket.SendAsync(json, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        catch (WebSocketException e)
        {
            throw new IOException("The WebSocket is lost.", e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask CloseAsync(int code, string reason)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, CancellationToken.None);
        }
        catch (WebSocketException e)
        {
            throw new IOException("The WebSocket is lost.", e);
        }
    }

    /// <inheritdoc/>
    public void Abort()
    {
        socket.Abort();
        _receiver.Abandon();
    }

    /// <summary>Gives everything back. Both loops have ended.</summary>
    public void Dispose()
    {
        _receiver.Dispose();
        socket.Dispose();
    }
}
