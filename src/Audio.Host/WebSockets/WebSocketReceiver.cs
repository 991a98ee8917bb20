using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace Audio.Host.WebSockets;

/// <summary>Whole messages out of a WebSocket. An idle connection holds no buffer. One receiving loop.</summary>
internal sealed class WebSocketReceiver(WebSocket socket, int maxMessageBytes) : IDisposable
{
    private const int FirstBufferBytes = 4 * 1024;

    private byte[]? _buffer;

    /// <summary>The next whole message. One call at a time.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<WebSocketMessage> ReceiveAsync()
    {
        ReturnBuffer();
        try
        {
            // No buffer is held while nothing comes.
            ValueWebSocketReceiveResult result = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            int count = 0;
            while (result.MessageType != WebSocketMessageType.Close && !result.EndOfMessage)
            {
                if (!MakeRoom(count))
                    return new WebSocketMessage(WebSocketMessageKind.TooLarge, default);
                result = await socket.ReceiveAsync(_buffer.AsMemory(count), CancellationToken.None);
                count += result.Count;
            }
            if (count > maxMessageBytes)
                return new WebSocketMessage(WebSocketMessageKind.TooLarge, default);
            return result.MessageType switch
            {
                WebSocketMessageType.Close => new WebSocketMessage(WebSocketMessageKind.Closed, default, (int)(socket.CloseStatus ?? WebSocketCloseStatus.Empty)),
                WebSocketMessageType.Text => new WebSocketMessage(WebSocketMessageKind.Text, _buffer.AsMemory(0, count)),
                _ => new WebSocketMessage(WebSocketMessageKind.Binary, _buffer.AsMemory(0, count)),
            };
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return new WebSocketMessage(WebSocketMessageKind.Lost, default);
        }
    }

    /// <summary>Gives the buffer back; the message that was received last is gone.</summary>
    public void Dispose() => ReturnBuffer();

    /// <summary>
    /// Grows the buffer, by doubling. It may hold one byte more than the cap, so that a message of exactly that size is told from a longer one.
    /// </summary>
    private bool MakeRoom(int count)
    {
        if (count > maxMessageBytes)
            return false;
        if (_buffer is { } full && count < full.Length)
            return true;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Min(maxMessageBytes + 1, Math.Max(FirstBufferBytes, 2 * count)));
        _buffer.AsSpan(0, count).CopyTo(larger);
        ReturnBuffer();
        _buffer = larger;
        return true;
    }

    private void ReturnBuffer()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}
