using System.Buffers;
using System.Buffers.Binary;

namespace Audio.Protocol.Streams;

/// <summary>Writes the messages that <see cref="StreamMessageReader"/> reads.</summary>
public static class StreamMessageWriter
{
    /// <summary><c>u32 length, u8 kind, body</c>.</summary>
    public static void Write(IBufferWriter<byte> writer, StreamMessageKind kind, ReadOnlySpan<byte> body)
    {
        WritePrefix(writer.GetSpan(StreamMessageReader.PrefixSize), kind, body.Length);
        writer.Advance(StreamMessageReader.PrefixSize);
        writer.Write(body);
    }

    /// <summary>Writes the prefix of a body that is written in place after it.</summary>
    /// <param name="destination">At least <see cref="StreamMessageReader.PrefixSize"/> bytes.</param>
    /// <param name="kind">What the body contains.</param>
    /// <param name="bodyLength">The length of the body.</param>
    public static void WritePrefix(Span<byte> destination, StreamMessageKind kind, int bodyLength)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, checked((uint)bodyLength));
        destination[4] = (byte)kind;
    }
}
