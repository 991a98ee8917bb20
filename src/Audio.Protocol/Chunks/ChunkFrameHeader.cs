using System.Buffers.Binary;

namespace Audio.Protocol.Chunks;

/// <summary>
/// The 16 bytes before every payload, little-endian: u8 version (4), u8 flags, u16 header length (the rest of a longer
/// header is skipped), u32 session handle, i64 stream offset.
/// </summary>
/// <param name="Flags">Whether the stream ends here.</param>
/// <param name="Length">The length of the header, including what this version does not know.</param>
/// <param name="Session">The session's handle on its connection.</param>
/// <param name="Offset">The position of the payload's first byte in the session's stream.</param>
public readonly record struct ChunkFrameHeader(ChunkFrameFlags Flags, int Length, uint Session, long Offset)
{
    /// <summary>The length of the header in this version.</summary>
    public const int Size = 16;

    /// <summary>The first byte of every header.</summary>
    public const byte Version = 4;

    /// <summary>The maximum length of a header.</summary>
    public const int MaxLength = 1024;

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">At least <see cref="Size"/> bytes.</param>
    /// <exception cref="ProtocolException">It is not a header; the message says why.</exception>
    public static ChunkFrameHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] != Version)
        {
            throw new ProtocolException(
                ProtocolErrorCode.Unsupported,
                $"A chunk frame begins with version {Version}; this one with {bytes[0]}."
            );
        }

        var flags = (ChunkFrameFlags)bytes[1];
        if ((flags & ~ChunkFrameFlags.EndOfStream) != ChunkFrameFlags.None)
        {
            throw new ProtocolException(
                ProtocolErrorCode.Malformed,
                $"Unknown chunk frame flags 0x{bytes[1]:x2}; bit 0 is end of stream, the rest is 0."
            );
        }

        int length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        if (length is < Size or > MaxLength)
        {
            throw new ProtocolException(
                ProtocolErrorCode.Malformed,
                $"A chunk frame's header is {Size} to {MaxLength} bytes long, not {length}."
            );
        }

        long offset = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        if (offset < 0)
        {
            throw new ProtocolException(
                ProtocolErrorCode.Malformed,
                $"A stream offset is not negative; this one is {offset}."
            );
        }

        return new ChunkFrameHeader(flags, length, BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]), offset);
    }

    /// <summary>Writes the header in this version: <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = Version;
        destination[1] = (byte)Flags;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], Size);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Session);
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], Offset);
    }
}
