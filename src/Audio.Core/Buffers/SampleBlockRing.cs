using System.Numerics;

namespace Audio.Core.Buffers;

/// <summary>
/// The memory of a <see cref="JitterBuffer"/>, leased block by block: sample <c>n</c> of the stream lies in block
/// <c>n / BlockLength</c>.
/// </summary>
/// <remarks>
/// The producer leases blocks and gives them back. The consumer only copies samples that the producer has published to
/// it, and that it has not yet declared read.
/// </remarks>
internal sealed class SampleBlockRing
{
    // Immutable.
    private readonly SampleBlockPool _pool;
    private readonly MemoryShare? _share;
    private readonly SampleBlock?[] _blocks; // see Slot; filled and emptied by the producer only
    private readonly int _blockLength; // a power of two
    private readonly int _blockShift;

    // Producer only.
    private long _firstBlock; // the oldest block that has not been given back
    private long _endBlock; // the block after the newest leased one

    /// <param name="pool">Where blocks come from and go back to.</param>
    /// <param name="capacity">The most samples between the oldest unread one and the end.</param>
    /// <param name="share">Where its blocks are counted; <see langword="null"/>: nowhere.</param>
    public SampleBlockRing(SampleBlockPool pool, int capacity, MemoryShare? share = null)
    {
        _pool = pool;
        _share = share;
        _blockLength = pool.BlockLength;
        _blockShift = BitOperations.Log2((uint)_blockLength);
        _blocks = new SampleBlock?[capacity / _blockLength + 2];
    }

    /// <summary>
    /// The space from a position to the end of its block; empty when no block can be had. The position is in the newest
    /// block or the one after it. Producer.
    /// </summary>
    public Span<float> SpaceAt(long position)
    {
        long block = position >> _blockShift;
        if (block == _endBlock)
        {
            if (_pool.TryRent(_share) is not { } rented)
                return [];
            Slot(block) = rented;
            _endBlock++;
        }

        return Slot(block)!.Samples[Index(position)..];
    }

    /// <summary>The length of that space without leasing a block. Producer.</summary>
    public int LeasedAt(long position) => position >> _blockShift < _endBlock ? _blockLength - Index(position) : 0;

    /// <summary>Copies published samples out. Consumer.</summary>
    public void CopyTo(Span<float> target, long position)
    {
        while (!target.IsEmpty)
        {
            int index = Index(position);
            int count = Math.Min(target.Length, _blockLength - index);
            Slot(position >> _blockShift)!.Samples.Slice(index, count).CopyTo(target);
            target = target[count..];
            position += count;
        }
    }

    /// <summary>Gives back the blocks that end before a position. Producer.</summary>
    public void GiveBackBefore(long position)
    {
        long end = position >> _blockShift;
        for (; _firstBlock < end; _firstBlock++)
            GiveBack(_firstBlock);
    }

    /// <summary>Gives every block back. Producer, once the consumer has stopped reading.</summary>
    public void GiveBackAll()
    {
        for (; _firstBlock < _endBlock; _firstBlock++)
            GiveBack(_firstBlock);
    }

    private int Index(long position) => (int)(position & (_blockLength - 1));

    /// <summary>Divides in 32 bits, which is cheaper than in 64.</summary>
    private ref SampleBlock? Slot(long block) => ref _blocks[(uint)block % (uint)_blocks.Length];

    private void GiveBack(long block)
    {
        ref SampleBlock? slot = ref Slot(block);
        _pool.Return(slot!, _share);
        slot = null;
    }
}
