using System.Buffers;
using System.Buffers.Binary;

namespace Audio.Protocol.Chunks;

/// <summary>Writes chunk frames to a byte stream, as <see cref="ChunkFrameReader"/> reads them.</summary>
public static class ChunkFrameWriter
{
    /// <summary>Bytes that stand in front of every payload: prefix and header.</summary>
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
    /// For a payload that is made in place: take a span of <see cref="Overhead"/> bytes and room for the payload, fill
    /// the payload in behind the overhead, then write the overhead and advance by both.
    /// </summary>
    /// <param name="destination">At least <see cref="Overhead"/> bytes.</param>
    /// <param name="session">The session's handle.</param>
    /// <param name="offset">The payload's position in its stream.</param>
    /// <param name="flags">Whether the stream ends.</param>
    /// <param name="payloadLength">Bytes of the payload.</param>
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
