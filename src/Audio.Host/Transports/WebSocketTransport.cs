using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Audio.Core.Wires.Transports;

namespace Audio.Host.Transports;

/// <summary>
/// A WebSocket as the transport of a dialect: text messages carry JSON, and in version 4 each binary message carries a
/// chunk frame.
/// </summary>
/// <param name="socket">The socket, disposed with the transport.</param>
/// <param name="memory">The memory for all messages.</param>
internal sealed class WebSocketTransport(WebSocket socket, MessageMemory memory) : IPieceTransport, IDisposable
{
    private readonly WebSocketReceiver _receiver = new(socket, memory);

    /// <summary>Tells whether more can be read without waiting; null if that is unknown.</summary>
    public Func<bool>? MoreIsReadable { get; init; }

    /// <summary>Tells whether the peer is this account; null if that is unknown.</summary>
    public Func<bool>? OwnUser { get; init; }

    /// <summary>Called before each message is awaited, on the receiving loop.</summary>
    public Action? Receiving { get; init; }

    /// <summary>Called for each message, on the receiving loop.</summary>
    public Action? Received { get; init; }

    /// <inheritdoc/>
    public Func<ReadOnlyMemory<byte>, bool>? ComesInPieces
    {
        get => _receiver.ComesInPieces;
        set => _receiver.ComesInPieces = value;
    }

    /// <inheritdoc/>
    public bool HasMore => MoreIsReadable?.Invoke() ?? false;

    /// <inheritdoc/>
    public bool IsOwnUser => OwnUser?.Invoke() ?? false;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TransportMessage> ReceiveAsync()
    {
        Receiving?.Invoke();
        TransportMessage message = await _receiver.ReceiveAsync();
        Received?.Invoke();
        return message;
    }

    /// <inheritdoc/>
    public Task ReadAheadAsync(ValueTask taking, Action<TransportMessage> ended) =>
        _receiver.ReadAheadAsync(taking, message =>
        {
            if (message.Kind != TransportMessageKind.TooLarge)
                ended(message);
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

    /// <summary>Releases everything. Both loops must have ended.</summary>
    public void Dispose()
    {
        _receiver.Dispose();
        socket.Dispose();
    }
}
