using System.Buffers;

namespace Audio.Protocol.Streams;

/// <summary>One message on a byte stream (TCP, Unix socket, pipe).</summary>
/// <param name="Kind">What it contains.</param>
/// <param name="Body">Its bytes, in the buffer from which it was read.</param>
public readonly record struct StreamMessage(StreamMessageKind Kind, ReadOnlySequence<byte> Body);
