using System.Numerics;

namespace Audio.Core.Buffers;

/// <summary>
/// The engine's sample memory: blocks of one size, at most <see cref="Capacity"/> of them out at once. An empty pool is
/// a normal answer (<see cref="TryRent"/> gives <see langword="null"/>) and turns into backpressure on whoever sends.
/// Any control thread; it takes a short lock, so the render thread never comes here.
/// </summary>
internal sealed class SampleBlockPool
{
    /// <summary>2,048 floats, 8 KiB: 43 ms of 48 kHz mono. Small enough that an idle session holds little.</summary>
    public const int DefaultBlockLength = 2048;

    /// <summary>
    /// 2 MiB of default blocks are kept for the next burst; what a larger burst took goes back to the collector.
    /// </summary>
    public const int DefaultRetained = 256;

    // Immutable.
    private readonly int _retained;

    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly Stack<SampleBlock> _free = new();
    private int _rented;

    /// <summary>Makes an empty pool; memory is taken when it is first rented.</summary>
    /// <param name="capacity">The most blocks that may be out at once.</param>
    /// <param name="blockLength">
    /// Samples in a block; a power of two, so that a stereo frame never straddles two.
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
                "A block's length is a power of two."
            );
        }

        Capacity = capacity;
        BlockLength = blockLength;
        _retained = retained;
    }

    /// <summary>The most blocks that may be out at once.</summary>
    public int Capacity { get; }

    /// <summary>Samples in a block; a power of two.</summary>
    public int BlockLength { get; }

    /// <summary>Blocks that are out.</summary>
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

    /// <summary>Returned blocks that wait for reuse: memory that is held and not used.</summary>
    public int Retained
    {
        get
        {
            lock (_lock)
                return _free.Count;
        }
    }

    /// <summary>Leases a block, or <see langword="null"/> when <see cref="Capacity"/> blocks are out.</summary>
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
