using System.Buffers;
using System.Buffers.Binary;

namespace Audio.Protocol.Streams;

/// <summary>
/// Reads messages from a byte stream: <c>u32 length, u8 kind (0 JSON, 1 chunk frame), body</c>, little-endian; the
/// length is that of the body. Stateless; copies and allocates nothing.
/// </summary>
public static class StreamMessageReader
{
    /// <summary>Bytes before a body: length and kind.</summary>
    public const int PrefixSize = 5;

    /// <summary>
    /// The body length of the message at the front of a buffer, whether the message is complete or not; <see
    /// langword="null"/>: the length is incomplete or out of range.
    /// </summary>
    public static int? BodyBytes(in ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        return reader.TryReadLittleEndian(out int length) && length >= 0 ? length : null;
    }

    /// <summary>Reads the next complete message from the front of a buffer.</summary>
    /// <param name="buffer">Advanced past the message if there is one; otherwise unchanged.</param>
    /// <param name="maxBodyBytes">
    /// The maximum length of a body; a longer one is refused as soon as its length is known.
    /// </param>
    /// <param name="message">The message; its body lies in the buffer.</param>
    /// <returns>Whether there was a complete message.</returns>
    /// <exception cref="ProtocolException">
    /// It is not a message, or too long; nothing more can be read from the stream.
    /// </exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, int maxBodyBytes, out StreamMessage message)
    {
        message = default;
        if (buffer.Length < PrefixSize)
            return false;
        Span<byte> prefix = stackalloc byte[PrefixSize];
        buffer.Slice(0, PrefixSize).CopyTo(prefix);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(prefix);
        if (prefix[4] > (byte)StreamMessageKind.ChunkFrame)
        {
            throw new ProtocolException(
                ProtocolErrorCode.Malformed,
                $"A message of kind {prefix[4]}; 0 is JSON, 1 is a chunk frame."
            );
        }

        if (length > maxBodyBytes)
        {
            throw new ProtocolException(
                ProtocolErrorCode.TooLarge,
                $"A message of {length} bytes; it has at most {maxBodyBytes}."
            );
        }

        if (buffer.Length < PrefixSize + length)
            return false;
        message = new StreamMessage((StreamMessageKind)prefix[4], buffer.Slice(PrefixSize, length));
        buffer = buffer.Slice(PrefixSize + length);
        return true;
    }
}
