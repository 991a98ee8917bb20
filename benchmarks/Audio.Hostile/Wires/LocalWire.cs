using System.Buffers.Binary;
using System.Net.Sockets;
using Audio.Protocol.Streams;

namespace Audio.Hostile.Wires;

/// <summary>The local socket: version 4 in a byte stream.</summary>
internal sealed class LocalWire : ClientWire
{
    private LocalWire(Socket socket)
        : base(socket) { }

    /// <summary>Connects.</summary>
    public static LocalWire Open(string path) => new(Connect(path));

    /// <summary>Connects to a port, for bytes of another protocol.</summary>
    public static LocalWire OverTcp(int port) => new(Connect(port));

    /// <inheritdoc/>
    public override byte[] Text(ReadOnlySpan<byte> json) => Message(StreamMessageKind.Json, json);

    /// <inheritdoc/>
    public override byte[] Binary(ReadOnlySpan<byte> frame) => Message(StreamMessageKind.ChunkFrame, frame);

    /// <inheritdoc/>
    public override void Leave() => Finish();

    /// <inheritdoc/>
    protected override int TryTake(ReadOnlySpan<byte> received, out byte[]? message)
    {
        message = null;
        if (received.Length < StreamMessageReader.PrefixSize)
            return 0;
        int end = StreamMessageReader.PrefixSize + (int)BinaryPrimitives.ReadUInt32LittleEndian(received);
        if (received.Length < end)
            return 0;
        message = received[StreamMessageReader.PrefixSize..end].ToArray();
        return end;
    }

    private static byte[] Message(StreamMessageKind kind, ReadOnlySpan<byte> body)
    {
        byte[] message = new byte[StreamMessageReader.PrefixSize + body.Length];
        StreamMessageWriter.WritePrefix(message, kind, body.Length);
        body.CopyTo(message.AsSpan(StreamMessageReader.PrefixSize));
        return message;
    }
}
