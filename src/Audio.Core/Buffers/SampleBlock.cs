namespace Audio.Core.Buffers;

/// <summary>
/// A fixed-size block of samples, leased from a <see cref="SampleBlockPool"/>. It has one owner, who gives it back
/// exactly once; a second return is a bug in our code and throws. It is a class because a copy of a struct could return
/// the same memory twice.
/// </summary>
internal sealed class SampleBlock : IPooledBlock
{
    // Immutable.
    private readonly SampleBlockPool _pool;
    private readonly float[] _samples;

    internal SampleBlock(SampleBlockPool pool, int length)
    {
        _pool = pool;
        _samples = new float[length];
    }

    /// <inheritdoc/>
    public bool IsRented { get; set; }

    /// <summary>The memory: <see cref="SampleBlockPool.BlockLength"/> samples with arbitrary content.</summary>
    public Span<float> Samples => _samples;

    /// <summary>Gives the block back. Control threads only: it takes the pool's lock.</summary>
    /// <exception cref="InvalidOperationException">It has already been returned.</exception>
    public void Return() => _pool.Return(this);
}
