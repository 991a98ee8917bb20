using System.Buffers;

namespace Audio.Protocol.Streams;

/// <summary>What a message on a byte stream holds.</summary>
public enum StreamMessageKind : byte
{
    /// <summary>A JSON object in UTF-8.</summary>
    Json = 0,

    /// <summary>One chunk frame: header and payload.</summary>
    ChunkFrame = 1,
}

/// <summary>One message on a byte stream (TCP, Unix socket, pipe).</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Body">Its bytes, in the buffer it was read from.</param>
public readonly record struct StreamMessage(StreamMessageKind Kind, ReadOnlySequence<byte> Body);
