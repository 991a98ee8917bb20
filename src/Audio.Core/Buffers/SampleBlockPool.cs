using System.Numerics;

namespace Audio.Core.Buffers;

/// <summary>
/// The engine's memory for samples: blocks of one size, at most <see cref="Capacity"/> of them rented at a time. An
/// empty pool is a normal condition (<see cref="TryRent"/> returns <see langword="null"/>) and leads to backpressure on
/// the sender. Any control thread; it takes a short lock, so the render thread never uses it.
/// </summary>
internal sealed class SampleBlockPool
{
    /// <summary>2,048 floats, 8 KiB: 43 ms of 48 kHz mono. Small enough to keep an idle session cheap.</summary>
    public const int DefaultBlockLength = 2048;

    /// <summary>
    /// 2 MiB of default blocks are kept for the next burst; the rest of a larger burst is left to the garbage
    /// collector.
    /// </summary>
    public const int DefaultRetained = 256;

    // Immutable.
    private readonly int _retained;

    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly Stack<SampleBlock> _free = new();
    private int _rented;

    /// <summary>Creates an empty pool; memory is allocated when it is first rented.</summary>
    /// <param name="capacity">The most blocks rented at a time.</param>
    /// <param name="blockLength">
    /// Samples per block; a power of two, so that a stereo frame never straddles two blocks.
    /// </param>
    /// <param name="retained">The most returned blocks that are kept for reuse.</param>
    public SampleBlockPool(int capacity, int blockLength = DefaultBlockLength, int retained = DefaultRetained)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockLength, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(retained);
        if (!BitOperations.IsPow2(blockLength))
        {
            throw new ArgumentOutOfRangeException(
                nameof(blockLength),
                blockLength,
                "A block's length must be a power of two."
            );
        }

        Capacity = capacity;
        BlockLength = blockLength;
        _retained = retained;
        Ledger = new MemoryLedger(capacity);
    }

    /// <summary>Who holds its blocks.</summary>
    public MemoryLedger Ledger { get; }

    /// <summary>The most blocks rented at a time.</summary>
    public int Capacity { get; }

    /// <summary>Samples per block; a power of two.</summary>
    public int BlockLength { get; }

    /// <summary>Blocks rented now.</summary>
    public int Rented
    {
        get
        {
            lock (_lock)
                return _rented;
        }
    }

    /// <summary>Blocks that can still be rented.</summary>
    public int Available => Capacity - Rented;

    /// <summary>Returned blocks kept for reuse.</summary>
    public int Retained
    {
        get
        {
            lock (_lock)
                return _free.Count;
        }
    }

    /// <summary>Keeps no returned block any more, until others are returned.</summary>
    public void Trim()
    {
        lock (_lock)
        {
            _free.Clear();
            _free.TrimExcess();
        }
    }

    /// <summary>Rents a block; <see langword="null"/> if <see cref="Capacity"/> blocks are rented.</summary>
    public SampleBlock? TryRent()
    {
        lock (_lock)
        {
            if (_rented == Capacity)
                return null;
            if (!_free.TryPop(out SampleBlock? block))
                block = new SampleBlock(this, BlockLength);
            block.IsRented = true;
            _rented++;
            return block;
        }
    }

    internal void Return(SampleBlock block)
    {
        lock (_lock)
        {
            if (!block.IsRented)
            {
                throw new InvalidOperationException(
                    "This sample block has already been returned; look for a second owner."
                );
            }

            block.IsRented = false;
            _rented--;
            if (_free.Count < _retained)
                _free.Push(block);
        }
    }
}
