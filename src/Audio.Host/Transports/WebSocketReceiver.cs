using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Audio.Core.Wires.Transports;

namespace Audio.Host.Transports;

/// <summary>
/// Receives whole messages from a WebSocket. An idle connection holds no buffer. There is one receiving loop; while it
/// waits for something other than the socket, <see cref="ReadAheadAsync"/> goes on reading.
/// </summary>
internal sealed class WebSocketReceiver(WebSocket socket, MessageMemory memory) : IDisposable
{
    /// <summary>The memory for messages read ahead: what one place of <see cref="MessageMemory"/> covers.</summary>
    private const int MaxAheadBytes = MessageMemory.MediumBytes;

    /// <summary>
    /// Longer messages continue on a pool thread: decoding them here would delay the other sockets of this thread.
    /// </summary>
    private const int MaxInPlaceBytes = 256 * 1024;

    // Receiving loop only.
    private readonly Queue<(TransportMessage Message, MessageBuffer Buffer)> _ahead = new();
    private readonly MessagePlace _aheadPlace = new(memory);
    private MessageBuffer _current = new(memory);
    private MessageBuffer? _next; // the buffer of _receiving
    private Task<TransportMessage>? _receiving;
    private int _aheadBytes;
    private bool _ended;

    /// <summary>Receives the next whole message. One call at a time.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TransportMessage> ReceiveAsync()
    {
        _current.Release();
        if (_ahead.TryDequeue(out (TransportMessage Message, MessageBuffer Buffer) read))
        {
            _aheadBytes -= read.Buffer.Capacity;
            _current = read.Buffer;
            return read.Message;
        }
        _aheadPlace.Release();
        TransportMessage message;
        if (_receiving is { } receiving)
        {
            message = await receiving;
            _current = _next!;
            (_receiving, _next) = (null, null);
        }
        else
        {
            message = await ReceiveIntoAsync(_current);
        }
        if (message.Data.Length > MaxInPlaceBytes)
            await Task.Yield();
        return message;
    }

    /// <summary>
    /// Waits until the last message has been consumed and meanwhile reads ahead, up to a limit, so that pings are
    /// answered and the end of the connection is noticed. Used instead of <see cref="ReceiveAsync"/>.
    /// </summary>
    /// <param name="taking">The consumption of the last message.</param>
    /// <param name="ended">Called when the connection has ended after the messages read so far.</param>
    public async Task ReadAheadAsync(ValueTask taking, Action<TransportMessage> ended)
    {
        Task taken = taking.AsTask();
        while (!taken.IsCompleted && MayReadAhead())
        {
            _next ??= new MessageBuffer(memory);
            _receiving ??= ReceiveIntoAsync(_next).AsTask();
            if (await Task.WhenAny(taken, _receiving) == taken)
                break;
            TransportMessage message = await _receiving;
            _ahead.Enqueue((message, _next));
            _aheadBytes += _next.Capacity;
            (_receiving, _next) = (null, null);
            _ended =
                message.Kind
                    is TransportMessageKind.Closed
                        or TransportMessageKind.Lost
                        or TransportMessageKind.TooLarge;
            if (_ended)
                ended(message);
        }
        await taken;
    }

    /// <summary>Cancels a wait for memory. Any thread.</summary>
    public void Abandon()
    {
        _current.Place.Abandon();
        _next?.Place.Abandon();
    }

    /// <summary>Releases all buffers; their messages are no longer valid.</summary>
    public void Dispose()
    {
        _current.Release();
        _next?.Release();
        while (_ahead.TryDequeue(out (TransportMessage Message, MessageBuffer Buffer) read))
            read.Buffer.Release();
        _aheadPlace.Release();
    }

    private bool MayReadAhead() => !_ended && _aheadBytes < MaxAheadBytes && _aheadPlace.TryCover(MaxAheadBytes);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TransportMessage> ReceiveIntoAsync(MessageBuffer buffer)
    {
        try
        {
            // Holds no buffer while nothing arrives.
            ValueWebSocketReceiveResult result = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            int count = 0;
            while (result.MessageType != WebSocketMessageType.Close && !result.EndOfMessage)
            {
                if (count > memory.MaxMessageBytes)
                    return new TransportMessage(TransportMessageKind.TooLarge);
                if (buffer.Rest(count).IsEmpty)
                    await buffer.GrowAsync(count);
                result = await socket.ReceiveAsync(buffer.Rest(count), CancellationToken.None);
                count += result.Count;
            }
            if (count > memory.MaxMessageBytes)
                return new TransportMessage(TransportMessageKind.TooLarge);
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

    private static TransportMessage Whole(TransportMessageKind kind, MessageBuffer buffer, int count) =>
        new(kind, new ReadOnlySequence<byte>(buffer.Message(count)));
}
