using System.Net.WebSockets;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.V4;

namespace Audio.Compare.Ways;

/// <summary>
/// As little of a version 4 client as will do: one session, and what the daemon says is read and dropped.
/// </summary>
internal sealed class V4Client : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _received = new byte[16 * 1024];
    private readonly byte[] _frame;
    private readonly AudioFormat _format;
    private uint _handle;
    private long _offset;
    private Task _reading = Task.CompletedTask;

    /// <param name="format">Of its session.</param>
    /// <param name="samples">One chunk, which every <see cref="SendAsync"/> sends.</param>
    public V4Client(AudioFormat format, ReadOnlySpan<byte> samples)
    {
        _format = format;
        _frame = [.. new byte[ChunkFrameHeader.Size], .. samples];
        _socket.Options.AddSubProtocol(V4Wire.Subprotocol);
        _socket.Options.Proxy = null;
    }

    /// <summary>Connects and starts the session.</summary>
    public async Task OpenAsync(int port, CancellationToken cancellationToken)
    {
        await _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/"), cancellationToken);
        await _socket.SendAsync(
            V4ClientMessages.Write(new V4StartSession { AudioFormat = V4AudioFormat.Of(_format) }),
            WebSocketMessageType.Text,
            endOfMessage: true,
            cancellationToken
        );
        V4SessionStarted? started = null;
        while (started is null)
        {
            ValueWebSocketReceiveResult result = await _socket.ReceiveAsync(_received.AsMemory(), cancellationToken);
            switch (V4ServerMessages.Read(_received.AsSpan(0, result.Count)))
            {
                case V4SessionStarted message:
                    started = message;
                    break;
                case V4Error error:
                    throw new InvalidOperationException($"The daemon refuses: {error.Error}");
            }
        }
        _handle = started.Handle;
        _reading = ReadOnAsync();
    }

    /// <summary>Sends the chunk.</summary>
    public ValueTask SendAsync(CancellationToken cancellationToken)
    {
        new ChunkFrameHeader(ChunkFrameFlags.None, ChunkFrameHeader.Size, _handle, _offset).Write(_frame);
        _offset += _frame.Length - ChunkFrameHeader.Size;
        return _socket.SendAsync(_frame.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
    }

    /// <summary>Says that it goes, and waits for the answer.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "Client disconnecting", cancellationToken);
        await _reading.WaitAsync(cancellationToken);
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadOnAsync()
    {
        try
        {
            while (
                (await _socket.ReceiveAsync(_received.AsMemory(), CancellationToken.None)).MessageType
                != WebSocketMessageType.Close
            ) { }
        }
        catch (WebSocketException) when (_socket.State != WebSocketState.Open)
        {
            // Disposed, or the daemon has gone: whoever sends next is told.
        }
    }
}
