namespace Audio.Core.Buffers;

/// <summary>A block of a <see cref="BlockPool{TBlock}"/>.</summary>
internal interface IPooledBlock
{
    /// <summary>Whether it has an owner. Guarded by the pool's lock.</summary>
    bool IsRented { get; set; }
}
