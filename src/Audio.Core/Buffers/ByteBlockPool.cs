namespace Audio.Core.Buffers;

/// <summary>
/// The engine's memory for backlogs: blocks of one size, at most <see cref="Capacity"/> of them rented at a time. An
/// empty pool is a normal condition (<see cref="TryRent"/> returns <see langword="null"/>) and leads to backpressure.
/// Any control thread; takes a short lock.
/// </summary>
/// <param name="capacity">The most blocks rented at a time; 0: none.</param>
/// <param name="blockBytes">The size of a block in bytes.</param>
/// <param name="retained">The most returned blocks that are kept for reuse.</param>
internal sealed class ByteBlockPool(
    int capacity,
    int blockBytes = ByteBlockPool.DefaultBlockBytes,
    int retained = ByteBlockPool.DefaultRetained
)
{
    /// <summary>32 KiB: 0.7 s of 24 kHz speech. Small enough to stay out of the large object heap.</summary>
    public const int DefaultBlockBytes = 32 * 1024;

    /// <summary>
    /// 2 MiB of default blocks are kept for the next burst; the rest of a larger burst is left to the garbage
    /// collector.
    /// </summary>
    public const int DefaultRetained = 64;

    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly Stack<ByteBlock> _free = new();
    private int _rented;

    /// <summary>The most blocks rented at a time.</summary>
    public int Capacity => capacity;

    /// <summary>Who holds its blocks.</summary>
    public MemoryLedger Ledger { get; } = new(capacity);

    /// <summary>The size of a block in bytes.</summary>
    public int BlockBytes => blockBytes;

    /// <summary>Blocks rented now.</summary>
    public int Rented
    {
        get
        {
            lock (_lock)
                return _rented;
        }
    }

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
    public ByteBlock? TryRent()
    {
        lock (_lock)
        {
            if (_rented == capacity)
                return null;
            if (!_free.TryPop(out ByteBlock? block))
                block = new ByteBlock(blockBytes);
            block.IsRented = true;
            _rented++;
            return block;
        }
    }

    /// <summary>Takes a block back.</summary>
    /// <exception cref="InvalidOperationException">It has already been returned.</exception>
    public void Return(ByteBlock block)
    {
        lock (_lock)
        {
            if (!block.IsRented)
            {
                throw new InvalidOperationException(
                    "This byte block has already been returned; look for a second owner."
                );
            }

            block.IsRented = false;
            _rented--;
            if (_free.Count < retained)
                _free.Push(block);
        }
    }
}
