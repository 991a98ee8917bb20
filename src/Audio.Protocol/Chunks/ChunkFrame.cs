using System.Buffers;

namespace Audio.Protocol.Chunks;

/// <summary>
/// A piece of the byte stream of a session. The payload is borrowed: it is valid until the call that passes it returns,
/// or until the hold taken on it is released. Copy what you keep.
/// </summary>
/// <param name="Session">The session's handle on its connection.</param>
/// <param name="Offset">The position of the payload's first byte in the session's stream.</param>
/// <param name="Flags">Whether the stream ends here.</param>
/// <param name="Payload">The bytes; may be empty, and may end in the middle of a sample.</param>
public readonly record struct ChunkFrame(
    uint Session,
    long Offset,
    ChunkFrameFlags Flags,
    ReadOnlySequence<byte> Payload
)
{
    /// <summary>Whether the stream ends after this payload.</summary>
    public bool IsEndOfStream => (Flags & ChunkFrameFlags.EndOfStream) != ChunkFrameFlags.None;
}
