using System.Buffers;
using System.Buffers.Binary;

namespace Audio.Protocol.Chunks;

/// <summary>
/// Reads chunk frames from a byte stream: <c>u32 length, u8 kind (1), header, payload</c>, little-endian; the length is
/// that of header and payload. Stateless; copies no payload and allocates nothing.
/// </summary>
public static class ChunkFrameReader
{
    /// <summary>Bytes before a frame on a byte stream: length and kind.</summary>
    public const int PrefixSize = 5;

    /// <summary>The kind byte of a chunk frame; 0 is a JSON message.</summary>
    public const byte Kind = 1;

    /// <summary>Reads the next complete frame from the front of a buffer.</summary>
    /// <param name="buffer">Advanced past the frame if there is one; otherwise unchanged.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="frame">The frame; its payload lies in the buffer.</param>
    /// <returns>Whether there was a complete frame.</returns>
    /// <exception cref="ProtocolException">
    /// It is not a chunk frame, or too long; nothing more can be read from the stream.
    /// </exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, ChunkFrameLimits limits, out ChunkFrame frame)
    {
        frame = default;
        Span<byte> start = stackalloc byte[PrefixSize + ChunkFrameHeader.Size];
        int available = (int)Math.Min(start.Length, buffer.Length);
        buffer.Slice(0, available).CopyTo(start);
        if (available < PrefixSize)
            return false;

        long length = BinaryPrimitives.ReadUInt32LittleEndian(start);
        if (start[4] != Kind)
        {
            throw new ProtocolException(
                ProtocolErrorCode.Malformed,
                $"A message of kind {start[4]} stands where a chunk frame ({Kind}) should."
            );
        }

        if (length < ChunkFrameHeader.Size)
        {
            throw new ProtocolException(
                ProtocolErrorCode.Malformed,
                $"A chunk frame is at least {ChunkFrameHeader.Size} bytes long, not {length}."
            );
        }

        if (length > (long)limits.MaxPayloadBytes + ChunkFrameHeader.MaxLength)
            throw TooLarge(length, limits);
        if (available < start.Length)
            return false;

        var header = ChunkFrameHeader.Read(start[PrefixSize..]);
        long payload = length - header.Length;
        if (payload < 0)
        {
            throw new ProtocolException(
                ProtocolErrorCode.Malformed,
                $"A header of {header.Length} bytes does not fit into a frame of {length}."
            );
        }

        if (payload > limits.MaxPayloadBytes)
            throw TooLarge(length, limits);
        if (buffer.Length < PrefixSize + length)
            return false;

        frame = new ChunkFrame(
            header.Session,
            header.Offset,
            header.Flags,
            buffer.Slice(PrefixSize + header.Length, payload)
        );
        buffer = buffer.Slice(PrefixSize + length);
        return true;
    }

    /// <summary>
    /// Reads a chunk frame that is a whole message, such as a binary WebSocket message: header and payload, no prefix.
    /// </summary>
    /// <param name="message">The whole message.</param>
    /// <param name="limits">The limits.</param>
    /// <returns>The frame; its payload lies in the message.</returns>
    /// <exception cref="ProtocolException">It is not a chunk frame, or too long.</exception>
    public static ChunkFrame Read(ReadOnlySequence<byte> message, ChunkFrameLimits limits)
    {
        if (message.Length < ChunkFrameHeader.Size)
        {
            throw new ProtocolException(
                ProtocolErrorCode.Malformed,
                $"A chunk frame is at least {ChunkFrameHeader.Size} bytes long, not {message.Length}."
            );
        }

        Span<byte> start = stackalloc byte[ChunkFrameHeader.Size];
        message.Slice(0, start.Length).CopyTo(start);
        var header = ChunkFrameHeader.Read(start);
        if (message.Length < header.Length)
        {
            throw new ProtocolException(
                ProtocolErrorCode.Malformed,
                $"A header of {header.Length} bytes does not fit into a frame of {message.Length}."
            );
        }

        if (message.Length - header.Length > limits.MaxPayloadBytes)
            throw TooLarge(message.Length, limits);
        return new ChunkFrame(header.Session, header.Offset, header.Flags, message.Slice(header.Length));
    }

    private static ProtocolException TooLarge(long length, ChunkFrameLimits limits) =>
        new(
            ProtocolErrorCode.TooLarge,
            $"A chunk frame of {length} bytes; a payload has at most {limits.MaxPayloadBytes}."
        );
}
