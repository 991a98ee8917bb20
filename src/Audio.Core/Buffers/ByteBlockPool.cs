namespace Audio.Core.Buffers;

/// <summary>The engine's memory for backlogs.</summary>
/// <param name="capacity">The most blocks rented at a time; 0: none.</param>
/// <param name="blockBytes">The size of a block in bytes.</param>
/// <param name="retained">The most returned blocks that are kept for reuse.</param>
internal sealed class ByteBlockPool(
    int capacity,
    int blockBytes = ByteBlockPool.DefaultBlockBytes,
    int retained = ByteBlockPool.DefaultRetained
) : BlockPool<ByteBlock>("byte", capacity, retained)
{
    /// <summary>32 KiB: 0.7 s of 24 kHz speech. Small enough to stay out of the large object heap.</summary>
    public const int DefaultBlockBytes = 32 * 1024;

    /// <summary>
    /// 2 MiB of default blocks are kept for the next burst; the rest of a larger burst is left to the garbage
    /// collector.
    /// </summary>
    public const int DefaultRetained = 64;

    /// <summary>The size of a block in bytes.</summary>
    public int BlockBytes => blockBytes;

    /// <inheritdoc/>
    protected override ByteBlock Create() => new(blockBytes);
}
