using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Audio.Core.Wires.Transports;
using Audio.Protocol.V2;

namespace Audio.Host.Transports;

/// <summary>Receives messages from a WebSocket. An idle connection holds no buffer.</summary>
internal sealed class WebSocketReceiver(WebSocket socket, MessageMemory memory) : MessageReceiver(memory)
{
    private int _handedOn; // bytes of the message that were handed on as pieces

    /// <inheritdoc cref="IPieceTransport.ComesInPieces"/>
    public Func<ReadOnlyMemory<byte>, bool>? ComesInPieces { get; set; }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<TransportMessage> ReceiveIntoAsync(MessageBuffer buffer)
    {
        try
        {
            // Holds no buffer while nothing arrives.
            ValueWebSocketReceiveResult result = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            int count = 0;
            while (result.MessageType != WebSocketMessageType.Close && !result.EndOfMessage)
            {
                if (IsTooLong(count))
                    return new TransportMessage(TransportMessageKind.TooLarge);
                if (buffer.Rest(count).IsEmpty)
                    await buffer.GrowAsync(count);
                result = await socket.ReceiveAsync(buffer.Rest(count), CancellationToken.None);
                count += result.Count;
                if (!result.EndOfMessage && ComesInPieces?.Invoke(buffer.Message(count)) == true && !IsTooLong(count))
                {
                    _handedOn += count;
                    return Whole(TransportMessageKind.Piece, buffer, count);
                }
            }
            if (IsTooLong(count))
                return new TransportMessage(TransportMessageKind.TooLarge);
            _handedOn = 0;
            return result.MessageType switch
            {
                WebSocketMessageType.Close => new TransportMessage(
                    TransportMessageKind.Closed,
                    CloseCode: (int)(socket.CloseStatus ?? WebSocketCloseStatus.Empty)
                ),
                WebSocketMessageType.Text => Whole(TransportMessageKind.Json, buffer, count),
                _ => Whole(TransportMessageKind.ChunkFrame, buffer, count),
            };
        }
        catch (Exception e)
            when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return new TransportMessage(TransportMessageKind.Lost);
        }
    }

    /// <summary>A message that is handed on in pieces is never held whole, so it may be longer.</summary>
    private bool IsTooLong(int count) =>
        _handedOn > 0 ? _handedOn + count > V2Wire.MaxMessageBytes : count > MaxMessageBytes;

    private static TransportMessage Whole(TransportMessageKind kind, MessageBuffer buffer, int count) =>
        new(kind, new ReadOnlySequence<byte>(buffer.Message(count)));
}
