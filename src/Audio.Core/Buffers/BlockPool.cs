namespace Audio.Core.Buffers;

/// <summary>
/// Memory in blocks of one size, at most <see cref="Capacity"/> of them rented at a time. An empty pool is a normal
/// condition (<see cref="TryRent"/> returns <see langword="null"/>) and leads to backpressure. Memory is allocated when
/// it is first rented. Any control thread; it takes a short lock, so the render thread never uses it.
/// </summary>
/// <param name="kind">What its blocks are called in errors.</param>
/// <param name="capacity">The most blocks rented at a time.</param>
/// <param name="retained">The most returned blocks that are kept for reuse.</param>
internal abstract class BlockPool<TBlock>(string kind, int capacity, int retained)
    where TBlock : class, IPooledBlock
{
    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly Stack<TBlock> _free = new();
    private int _rented;

    /// <summary>The most blocks rented at a time.</summary>
    public int Capacity => capacity;

    /// <summary>Who holds its blocks.</summary>
    public MemoryLedger Ledger { get; } = new(capacity);

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

    /// <summary>
    /// Rents a block; <see langword="null"/> if <see cref="Capacity"/> blocks are rented, or its session may have no
    /// more of them.
    /// </summary>
    /// <param name="share">Where it is counted; <see langword="null"/>: nowhere.</param>
    public TBlock? TryRent(MemoryShare? share = null)
    {
        if (share?.TryGrow() == false)
            return null;
        TBlock? block = Rent();
        if (block is null)
            share?.Miss();
        return block;
    }

    /// <summary>Takes a block back.</summary>
    /// <param name="block">The block; its owner does not use it any more.</param>
    /// <param name="share">Where it was counted.</param>
    /// <exception cref="InvalidOperationException">It has already been returned.</exception>
    public void Return(TBlock block, MemoryShare? share = null)
    {
        lock (_lock)
        {
            if (!block.IsRented)
            {
                throw new InvalidOperationException(
                    $"This {kind} block has already been returned; look for a second owner."
                );
            }

            block.IsRented = false;
            _rented--;
            if (_free.Count < retained)
                _free.Push(block);
        }
        share?.Shrink();
    }

    /// <summary>Makes a block.</summary>
    protected abstract TBlock Create();

    private TBlock? Rent()
    {
        lock (_lock)
        {
            if (_rented == capacity)
                return null;
            if (!_free.TryPop(out TBlock? block))
                block = Create();
            block.IsRented = true;
            _rented++;
            return block;
        }
    }
}
