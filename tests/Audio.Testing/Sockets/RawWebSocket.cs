using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Audio.Testing.Sockets;

/// <summary>
/// A WebSocket client written from RFC 6455, so that the daemon is tested against the standard and not against the
/// library that it uses. It can also misbehave. One reader and one writer at a time.
/// </summary>
public sealed class RawWebSocket : IAsyncDisposable
{
    /// <summary>
    /// The time limit of a reply: far longer than any takes, so that only a missing reply reaches it.
    /// </summary>
    public static readonly TimeSpan ReplyLimit = TimeSpan.FromSeconds(60);

    /// <summary>RFC 6455, section 1.3.</summary>
    private const string AcceptGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    private RawWebSocket(Socket socket, NetworkStream stream, RawResponse response)
    {
        _socket = socket;
        _stream = stream;
        Response = response;
    }

    /// <summary>The answer to the handshake.</summary>
    public RawResponse Response { get; }

    /// <summary>The local port, which identifies the connection.</summary>
    public int LocalPort => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Opens a connection.</summary>
    /// <exception cref="HandshakeRefusedException">The server did not answer with 101.</exception>
    public static async Task<RawWebSocket> ConnectAsync(int port, RawHandshake? handshake = null)
    {
        handshake ??= new RawHandshake();
        var socket = new Socket(handshake.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
        };
        if (handshake.ReceiveBuffer is { } bytes)
            socket.ReceiveBufferSize = bytes;
        var stream = (NetworkStream?)null;
        try
        {
            await socket.ConnectAsync(new IPEndPoint(handshake.Address, port));
            stream = new NetworkStream(socket, ownsSocket: true);
            string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Request(handshake, port, key)));
            using var limit = new CancellationTokenSource(ReplyLimit, TimeProvider.System);
            RawResponse response = await RawHttp.ReadResponseAsync(stream, limit.Token);
            if (response.Status != 101)
                throw new HandshakeRefusedException(response);
            string expected = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + AcceptGuid)));
            if (response.Headers.GetValueOrDefault("Sec-WebSocket-Accept") != expected)
                throw new IOException("Sec-WebSocket-Accept does not answer the key.");
            return new RawWebSocket(socket, stream, response);
        }
        catch
        {
            if (stream is not null)
                await stream.DisposeAsync();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a text message in one frame.</summary>
    public ValueTask SendTextAsync(string text) => SendFrameAsync(RawOpCode.Text, Encoding.UTF8.GetBytes(text));

    /// <summary>Sends a binary message in one frame.</summary>
    public ValueTask SendBinaryAsync(ReadOnlyMemory<byte> data) => SendFrameAsync(RawOpCode.Binary, data);

    /// <summary>Sends a message in frames of at most this many bytes.</summary>
    public async ValueTask SendFragmentedAsync(RawOpCode opCode, ReadOnlyMemory<byte> data, int frameBytes)
    {
        for (int at = 0; at == 0 || at < data.Length; at += frameBytes)
        {
            ReadOnlyMemory<byte> part = data[at..Math.Min(data.Length, at + frameBytes)];
            await SendFrameAsync(
                at == 0 ? opCode : RawOpCode.Continuation,
                part,
                isFinal: at + frameBytes >= data.Length
            );
        }
    }

    /// <summary>Sends a ping.</summary>
    public ValueTask SendPingAsync(ReadOnlyMemory<byte> data) => SendFrameAsync(RawOpCode.Ping, data);

    /// <summary>Sends a close frame and does not wait for the answer.</summary>
    public ValueTask SendCloseAsync(int code, string reason)
    {
        byte[] payload = new byte[2 + Encoding.UTF8.GetByteCount(reason)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.UTF8.GetBytes(reason, payload.AsSpan(2));
        return SendFrameAsync(RawOpCode.Close, payload);
    }

    /// <summary>
    /// Answers the server's close frame. A server that has waited long enough may have hung up by then, which is not a
    /// fault.
    /// </summary>
    public async ValueTask AnswerCloseAsync()
    {
        try
        {
            await SendCloseAsync(1000, "");
        }
        catch (IOException)
        {
            // It has gone.
        }
    }

    /// <summary>Sends one masked frame.</summary>
    public ValueTask SendFrameAsync(RawOpCode opCode, ReadOnlyMemory<byte> payload, bool isFinal = true) =>
        SendBytesAsync(Encode(opCode, payload.Span, isFinal));

    /// <summary>Sends raw bytes, which need not be a frame.</summary>
    public ValueTask SendBytesAsync(ReadOnlyMemory<byte> bytes) => _stream.WriteAsync(bytes);

    /// <summary>The bytes of one masked client frame (RFC 6455, section 5.2).</summary>
    public static byte[] Encode(RawOpCode opCode, ReadOnlySpan<byte> payload, bool isFinal = true)
    {
        int lengthBytes =
            payload.Length < 126 ? 0
            : payload.Length <= ushort.MaxValue ? 2
            : 8;
        byte[] frame = new byte[2 + lengthBytes + 4 + payload.Length];
        frame[0] = (byte)((isFinal ? 0x80 : 0) | (int)opCode);
        frame[1] = (byte)(
            0x80
            | (
                lengthBytes switch
                {
                    0 => payload.Length,
                    2 => 126,
                    _ => 127,
                }
            )
        );
        if (lengthBytes == 2)
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        else if (lengthBytes == 8)
            BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
        Span<byte> mask = frame.AsSpan(2 + lengthBytes, 4);
        RandomNumberGenerator.Fill(mask);
        for (int i = 0; i < payload.Length; i++)
            frame[2 + lengthBytes + 4 + i] = (byte)(payload[i] ^ mask[i & 3]);
        return frame;
    }

    /// <summary>The next frame.</summary>
    /// <exception cref="EndOfStreamException">The server closed the connection.</exception>
    /// <exception cref="IOException">It was reset, or sent something that is not a valid server frame.</exception>
    public async Task<RawFrame> ReceiveFrameAsync(TimeSpan? limit = null)
    {
        using var cancel = new CancellationTokenSource(limit ?? ReplyLimit, TimeProvider.System);
        byte[] head = new byte[2];
        await _stream.ReadExactlyAsync(head, cancel.Token);
        if ((head[0] & 0x70) != 0)
            throw new IOException($"A reserved bit is set in 0x{head[0]:x2}: no extension was agreed on.");
        if ((head[1] & 0x80) != 0)
            throw new IOException("A server must not mask its frames.");
        long length = head[1] & 0x7F;
        if (length >= 126)
        {
            byte[] extended = new byte[length == 126 ? 2 : 8];
            await _stream.ReadExactlyAsync(extended, cancel.Token);
            length =
                extended.Length == 2
                    ? BinaryPrimitives.ReadUInt16BigEndian(extended)
                    : BinaryPrimitives.ReadInt64BigEndian(extended);
        }

        byte[] payload = new byte[length];
        await _stream.ReadExactlyAsync(payload, cancel.Token);
        return new RawFrame((RawOpCode)(head[0] & 0x0F), (head[0] & 0x80) != 0, payload);
    }

    /// <summary>
    /// The next whole text, binary or close message; pings on the way are answered, pongs are dropped.
    /// </summary>
    public async Task<RawFrame> ReceiveAsync(TimeSpan? limit = null)
    {
        RawFrame? first = null;
        var payload = new List<byte>();
        while (true)
        {
            RawFrame frame = await ReceiveFrameAsync(limit);
            switch (frame.OpCode)
            {
                case RawOpCode.Ping:
                    await SendFrameAsync(RawOpCode.Pong, frame.Payload);
                    continue;
                case RawOpCode.Pong:
                    continue;
                case RawOpCode.Close:
                    return frame;
            }

            if (first is null == (frame.OpCode == RawOpCode.Continuation))
                throw new IOException($"A {frame.OpCode} frame cannot stand here.");
            first ??= frame;
            payload.AddRange(frame.Payload);
            if (frame.IsFinal)
                return first with { IsFinal = true, Payload = [.. payload] };
        }
    }

    /// <summary>Closes properly and returns the server's close frame; messages before it are dropped.</summary>
    public async Task<RawFrame> CloseAsync(int code = 1000, string reason = "Client disconnecting")
    {
        await SendCloseAsync(code, reason);
        return await ReceiveCloseAsync();
    }

    /// <summary>Reads on to the server's close frame.</summary>
    public async Task<RawFrame> ReceiveCloseAsync(TimeSpan? limit = null)
    {
        while (true)
        {
            RawFrame message = await ReceiveAsync(limit);
            if (message.OpCode == RawOpCode.Close)
                return message;
        }
    }

    /// <summary>Whether the server ends the connection; data still on the way is dropped.</summary>
    public async Task WaitForEndAsync(TimeSpan? limit = null)
    {
        using var cancel = new CancellationTokenSource(limit ?? ReplyLimit, TimeProvider.System);
        byte[] dropped = new byte[4096];
        try
        {
            while (await _stream.ReadAsync(dropped, cancel.Token) > 0) { }
        }
        catch (IOException)
        {
            // Reset: an end too.
        }
    }

    /// <summary>Vanishes: resets the connection without a close frame.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static string Request(RawHandshake handshake, int port, string key)
    {
        StringBuilder request = new StringBuilder()
            .Append($"GET {handshake.Path} HTTP/1.1\r\n")
            .Append($"Host: {handshake.Host ?? $"localhost:{port}"}\r\n")
            .Append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
            .Append($"Sec-WebSocket-Key: {key}\r\n");
        if (handshake.Origin is not null)
            request.Append($"Origin: {handshake.Origin}\r\n");
        if (handshake.UserAgent is not null)
            request.Append($"User-Agent: {handshake.UserAgent}\r\n");
        if (handshake.Protocols is not null)
            request.Append($"Sec-WebSocket-Protocol: {handshake.Protocols}\r\n");
        return request.Append("\r\n").ToString();
    }
}
