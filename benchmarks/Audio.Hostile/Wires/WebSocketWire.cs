using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Audio.LoadGenerator.Sockets;

namespace Audio.Hostile.Wires;

/// <summary>A WebSocket: version 3, or 4 with its subprotocol.</summary>
internal sealed class WebSocketWire : ClientWire
{
    /// <summary>The opcode of a ping.</summary>
    public const byte Ping = 9;

    private const byte Pong = 10;
    private const int Normal = 1000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private bool _isOpen;
    private string _answer = "";

    private WebSocketWire(Socket socket)
        : base(socket) { }

    /// <summary>Connects and upgrades.</summary>
    /// <param name="port">The daemon's.</param>
    /// <param name="subprotocol">Of version 4; <see langword="null"/>: version 3.</param>
    /// <exception cref="IOException">The daemon did not upgrade; the message is the line that it answered.</exception>
    public static WebSocketWire Open(int port, string? subprotocol)
    {
        var wire = new WebSocketWire(Connect(port));
        try
        {
            string protocol = subprotocol is null ? "" : $"Sec-WebSocket-Protocol: {subprotocol}\r\n";
            wire.Send(
                Encoding.ASCII.GetBytes(
                    $"GET / HTTP/1.1\r\nHost: localhost:{port}\r\n{protocol}"
                        + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
                )
            );
            wire.Receive(Limit);
            if (wire._answer.Split(' ') is not [_, "101", ..])
                throw new IOException($"The daemon lets no WebSocket in: {wire._answer} {wire.End?.Reason}");
            return wire;
        }
        catch
        {
            wire.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override byte[] Text(ReadOnlySpan<byte> json) => WebSocketFrames.Mask(WebSocketFrames.Text, json).Frame;

    /// <inheritdoc/>
    public override byte[] Binary(ReadOnlySpan<byte> frame) =>
        WebSocketFrames.Mask(WebSocketFrames.Binary, frame).Frame;

    /// <inheritdoc/>
    public override void Leave() => Close(Normal);

    /// <summary>Closes with a code and waits for the answer.</summary>
    public void Close(int code)
    {
        byte[] payload = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Send(WebSocketFrames.Mask(WebSocketFrames.Close, payload).Frame);
        while (End is null && Receive(Limit) is not null)
        {
            // Messages on the way are of no interest any more.
        }
    }

    /// <inheritdoc/>
    protected override int TryTake(ReadOnlySpan<byte> received, out byte[]? message)
    {
        message = null;
        if (!_isOpen)
            return TakeAnswer(received, out message);
        int length = WebSocketFrames.TryRead(received, out byte opcode, out ReadOnlySpan<byte> payload);
        if (length == 0)
            return 0;
        switch (opcode)
        {
            case WebSocketFrames.Text:
                message = payload.ToArray();
                break;
            case Ping:
                Send(WebSocketFrames.Mask(Pong, payload).Frame);
                break;
            case WebSocketFrames.Close:
                Ended(
                    payload.Length < 2 ? null : BinaryPrimitives.ReadUInt16BigEndian(payload),
                    payload.Length < 2 ? "" : Encoding.UTF8.GetString(payload[2..])
                );
                break;
        }
        return length;
    }

    private int TakeAnswer(ReadOnlySpan<byte> received, out byte[]? message)
    {
        message = null;
        int end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return 0;
        _answer = Encoding.ASCII.GetString(received[..received.IndexOf((byte)'\r')]);
        _isOpen = true;
        message = []; // so that the wait for it ends
        return end + 4;
    }
}
