namespace Audio.Core.Buffers;

/// <summary>
/// A fixed piece of sample memory, leased from a <see cref="SampleBlockPool"/>. It has one owner, and its owner gives
/// it back exactly once; a second return is a fault in our code and says so. It is a class, not a struct: a copy of a
/// struct could return the same memory twice.
/// </summary>
internal sealed class SampleBlock
{
    // Immutable.
    private readonly SampleBlockPool _pool;
    private readonly float[] _samples;

    // Guarded by the pool's lock.
    internal bool IsRented { get; set; }

    internal SampleBlock(SampleBlockPool pool, int length)
    {
        _pool = pool;
        _samples = new float[length];
    }

    /// <summary>The memory: <see cref="SampleBlockPool.BlockLength"/> samples with whatever was there before.</summary>
    public Span<float> Samples => _samples;

    /// <summary>Gives the block back. Control threads only: it takes the pool's lock.</summary>
    /// <exception cref="InvalidOperationException">It has been given back before.</exception>
    public void Return() => _pool.Return(this);
}
