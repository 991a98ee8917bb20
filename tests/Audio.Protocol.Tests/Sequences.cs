using System.Buffers;
using System.Text;
using CsCheck;

namespace Audio.Protocol.Tests;

/// <summary>Bytes as they come from a socket: cut anywhere.</summary>
internal static class Sequences
{
    /// <summary>
    /// The same bytes in segments of the lengths given, the rest in a last one; empty segments included.
    /// </summary>
    public static ReadOnlySequence<byte> Cut(ReadOnlyMemory<byte> bytes, params int[] lengths)
    {
        var first = new Segment(ReadOnlyMemory<byte>.Empty, 0);
        Segment last = first;
        foreach (int length in lengths)
        {
            int taken = Math.Min(length, bytes.Length);
            last = last.Append(bytes[..taken]);
            bytes = bytes[taken..];
        }
        last = last.Append(bytes);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    /// <summary>Lengths of the pieces in which a stream arrives: mostly tiny.</summary>
    public static readonly Gen<int[]> Lengths = Gen.OneOf(Gen.Int[0, 3], Gen.Int[0, 40], Gen.Const(1)).Array[0, 60];

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long runningIndex)
        {
            Memory = memory;
            RunningIndex = runningIndex;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
