using System.Buffers;
using System.Buffers.Binary;

namespace Audio.Protocol.Chunks;

/// <summary>Writes the chunk frames that <see cref="ChunkFrameReader"/> reads.</summary>
public static class ChunkFrameWriter
{
    /// <summary>Bytes before every payload: prefix and header.</summary>
    public const int Overhead = ChunkFrameReader.PrefixSize + ChunkFrameHeader.Size;

    /// <summary><c>u32 length, u8 1, header, payload</c>.</summary>
    public static void Write(IBufferWriter<byte> writer, in ChunkFrame frame)
    {
        int length = checked((int)frame.Payload.Length);
        Span<byte> start = writer.GetSpan(Overhead);
        WriteOverhead(start, frame.Session, frame.Offset, frame.Flags, length);
        writer.Advance(Overhead);
        foreach (ReadOnlyMemory<byte> segment in frame.Payload)
            writer.Write(segment.Span);
    }

    /// <summary>
    /// Writes what comes before a payload that is made in place. Take a span of <see cref="Overhead"/> bytes plus the
    /// payload, write the payload after the overhead, then write the overhead and advance by both.
    /// </summary>
    /// <param name="destination">At least <see cref="Overhead"/> bytes.</param>
    /// <param name="session">The session's handle.</param>
    /// <param name="offset">The payload's position in its stream.</param>
    /// <param name="flags">Whether the stream ends.</param>
    /// <param name="payloadLength">The length of the payload.</param>
    public static void WriteOverhead(
        Span<byte> destination,
        uint session,
        long offset,
        ChunkFrameFlags flags,
        int payloadLength
    )
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)(ChunkFrameHeader.Size + payloadLength));
        destination[4] = ChunkFrameReader.Kind;
        new ChunkFrameHeader(flags, ChunkFrameHeader.Size, session, offset).Write(
            destination[ChunkFrameReader.PrefixSize..]
        );
    }
}
