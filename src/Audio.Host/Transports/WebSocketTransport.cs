using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Audio.Core.Wires.Transports;

namespace Audio.Host.Transports;

/// <summary>
/// A WebSocket as the transport of a dialect: JSON in text messages, and in version 4 a chunk frame in each binary one.
/// </summary>
/// <param name="socket">The socket; it is disposed of with the transport.</param>
/// <param name="memory">The memory of all messages.</param>
internal sealed class WebSocketTransport(WebSocket socket, MessageMemory memory) : IMessageTransport, IDisposable
{
    private readonly WebSocketReceiver _receiver = new(socket, memory);

    /// <summary>Says whether more can be read at this very moment; null where nobody knows.</summary>
    public Func<bool>? MoreIsReadable { get; init; }

    /// <summary>Called with each message, on the receiving loop.</summary>
    public Action? Received { get; init; }

    /// <inheritdoc/>
    public bool HasMore => MoreIsReadable?.Invoke() ?? false;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TransportMessage> ReceiveAsync()
    {
        TransportMessage message = await _receiver.ReceiveAsync();
        Received?.Invoke();
        return message;
    }

    /// <summary>
    /// Waits for what takes the last message, and meanwhile reads on, up to a bound (docs/adr/0013): pings are
    /// answered, and an end is noticed at once. What was sent before it is received all the same.
    /// </summary>
    /// <param name="taking">What is waited for.</param>
    /// <param name="ended">Called when the peer turns out to have closed, or to be lost.</param>
    public Task ReadAheadAsync(ValueTask taking, Action ended) => _receiver.ReadAheadAsync(taking, message =>
        {
            if (message.Kind != TransportMessageKind.TooLarge)
                ended();
        });

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
