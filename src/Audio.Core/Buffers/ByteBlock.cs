using System.Buffers;

namespace Audio.Core.Buffers;

/// <summary>
/// A fixed piece of byte memory, leased from a <see cref="ByteBlockPool"/>, and a link in the chain of the <see
/// cref="ByteBacklog"/> that has it. It has one owner, and its owner gives it back exactly once.
/// </summary>
internal sealed class ByteBlock : ReadOnlySequenceSegment<byte>
{
    private readonly byte[] _bytes;

    internal ByteBlock(int length)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(length);
        Memory = _bytes;
    }

    // Guarded by the pool's lock.
    internal bool IsRented { get; set; }

    /// <summary>The memory, with whatever was there before.</summary>
    public Span<byte> Bytes => _bytes;

    /// <summary>The block behind this one.</summary>
    public new ByteBlock? Next
    {
        get => (ByteBlock?)base.Next;
        private set => base.Next = value;
    }

    /// <summary>Begins a chain with this block.</summary>
    public void Begin() => (Next, RunningIndex) = (null, 0);

    /// <summary>Puts a block behind this one.</summary>
    public void Append(ByteBlock next)
    {
        (next.Next, next.RunningIndex) = (null, RunningIndex + _bytes.Length);
        Next = next;
    }
}
