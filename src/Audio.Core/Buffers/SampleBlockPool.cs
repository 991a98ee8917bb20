using System.Numerics;

namespace Audio.Core.Buffers;

/// <summary>The engine's memory for samples.</summary>
internal sealed class SampleBlockPool : BlockPool<SampleBlock>
{
    /// <summary>2,048 floats, 8 KiB: 43 ms of 48 kHz mono. Small enough to keep an idle session cheap.</summary>
    public const int DefaultBlockLength = 2048;

    /// <summary>
    /// 2 MiB of default blocks are kept for the next burst; the rest of a larger burst is left to the garbage
    /// collector.
    /// </summary>
    public const int DefaultRetained = 256;

    /// <summary>Creates an empty pool.</summary>
    /// <param name="capacity">The most blocks rented at a time.</param>
    /// <param name="blockLength">
    /// Samples per block; a power of two, so that a stereo frame never straddles two blocks.
    /// </param>
    /// <param name="retained">The most returned blocks that are kept for reuse.</param>
    public SampleBlockPool(int capacity, int blockLength = DefaultBlockLength, int retained = DefaultRetained)
        : base("sample", capacity, retained)
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

        BlockLength = blockLength;
    }

    /// <summary>Samples per block; a power of two.</summary>
    public int BlockLength { get; }

    /// <summary>Blocks that can still be rented.</summary>
    public int Available => Capacity - Rented;

    /// <inheritdoc/>
    protected override SampleBlock Create() => new(this, BlockLength);
}
