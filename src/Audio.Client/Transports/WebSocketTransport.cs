using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Audio.Protocol.Chunks;

namespace Audio.Client.Transports;

/// <summary>Version 4 on a WebSocket: JSON in text messages, one chunk frame in each binary message.</summary>
internal sealed class WebSocketTransport(WebSocket socket) : IClientTransport
{
    private const int FirstBufferBytes = 4 * 1024;

    // Receiving only.
    private byte[] _buffer = new byte[FirstBufferBytes];

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TransportMessage> ReceiveAsync()
    {
        try
        {
            int count = 0;
            while (true)
            {
                ValueWebSocketReceiveResult result = await socket
                    .ReceiveAsync(_buffer.AsMemory(count), CancellationToken.None)
                    .ConfigureAwait(false);
                count += result.Count;
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    string reason = $"{(int?)socket.CloseStatus} {socket.CloseStatusDescription}".TrimEnd();
                    return new TransportMessage(
                        TransportMessageKind.Closed,
                        default,
                        $"The daemon has closed the connection: {reason}"
                    );
                }

                if (result.EndOfMessage)
                {
                    return new TransportMessage(
                        result.MessageType == WebSocketMessageType.Text
                            ? TransportMessageKind.Text
                            : TransportMessageKind.Binary,
                        _buffer.AsMemory(0, count)
                    );
                }

                if (count < _buffer.Length)
                    continue;
                if (count >= TransportMessage.MaxBytes)
                {
                    return TransportMessage.Lost(
                        $"The daemon sent a message of more than {TransportMessage.MaxBytes} bytes."
                    );
                }

                Array.Resize(ref _buffer, 2 * _buffer.Length);
            }
        }
        catch (Exception e)
            when (e
                    is WebSocketException
                        or IOException
                        or OperationCanceledException
                        or ObjectDisposedException
                        or InvalidOperationException
            )
        {
            return TransportMessage.Lost(e.Message);
        }
    }

    public ValueTask SendTextAsync(ReadOnlyMemory<byte> text) =>
        socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public ValueTask SendFrameAsync(ReadOnlyMemory<byte> frame) =>
        socket.SendAsync(
            frame[ChunkFrameReader.PrefixSize..],
            WebSocketMessageType.Binary,
            endOfMessage: true,
            CancellationToken.None
        );

    public async ValueTask CloseAsync(string reason)
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket
                .CloseOutputAsync(WebSocketCloseStatus.NormalClosure, reason, CancellationToken.None)
                .ConfigureAwait(false);
        }
    }

    public void Abort() => socket.Abort();

    public ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
