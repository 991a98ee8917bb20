namespace Audio.Core.Buffers;

/// <summary>
/// The engine's memory for bytes that wait to be decoded: blocks of one size, at most <see cref="Capacity"/> of them
/// out at once. An empty pool is a normal answer (<see cref="TryRent"/> gives <see langword="null"/>) and turns into
/// backpressure. Any control thread; it takes a short lock.
/// </summary>
/// <param name="capacity">The most blocks that may be out at once; 0: none.</param>
/// <param name="blockBytes">Bytes of a block.</param>
/// <param name="retained">The most returned blocks that are kept for reuse.</param>
internal sealed class ByteBlockPool(
    int capacity,
    int blockBytes = ByteBlockPool.DefaultBlockBytes,
    int retained = ByteBlockPool.DefaultRetained
)
{
    /// <summary>
    /// 32 KiB: 0.7 s of 24 kHz speech. Below what the collector counts as large, so that it is moved and given back
    /// like any other memory.
    /// </summary>
    public const int DefaultBlockBytes = 32 * 1024;

    /// <summary>
    /// 2 MiB of default blocks are kept for the next burst; what a larger burst took goes back to the collector.
    /// </summary>
    public const int DefaultRetained = 64;

    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly Stack<ByteBlock> _free = new();
    private int _rented;

    /// <summary>The most blocks that may be out at once.</summary>
    public int Capacity => capacity;

    /// <summary>Bytes of a block.</summary>
    public int BlockBytes => blockBytes;

    /// <summary>Blocks that are out.</summary>
    public int Rented
    {
        get
        {
            lock (_lock)
                return _rented;
        }
    }

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
    /// <exception cref="InvalidOperationException">It has been given back before.</exception>
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
