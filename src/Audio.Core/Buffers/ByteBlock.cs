using System.Buffers;

namespace Audio.Core.Buffers;

/// <summary>
/// A fixed-size block of bytes, leased from a <see cref="ByteBlockPool"/> and linked into the chain of one <see
/// cref="ByteBacklog"/>. It has one owner, who gives it back exactly once.
/// </summary>
internal sealed class ByteBlock : ReadOnlySequenceSegment<byte>, IPooledBlock
{
    private readonly byte[] _bytes;

    internal ByteBlock(int length)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(length);
        Memory = _bytes;
    }

    /// <inheritdoc/>
    public bool IsRented { get; set; }

    /// <summary>The memory, with whatever was there before.</summary>
    public Span<byte> Bytes => _bytes;

    /// <summary>The next block in the chain.</summary>
    public new ByteBlock? Next
    {
        get => (ByteBlock?)base.Next;
        private set => base.Next = value;
    }

    /// <summary>Starts a chain with this block.</summary>
    public void Begin() => (Next, RunningIndex) = (null, 0);

    /// <summary>Links a block after this one.</summary>
    public void Append(ByteBlock next)
    {
        (next.Next, next.RunningIndex) = (null, RunningIndex + _bytes.Length);
        Next = next;
    }
}
