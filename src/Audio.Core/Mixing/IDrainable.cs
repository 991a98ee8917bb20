namespace Audio.Core.Mixing;

/// <summary>
/// An <see cref="ISampleSource"/> that can starve and go on. With it, a short read means that nothing is there now, and
/// the source has ended when <see cref="IsDrained"/> is true. A source without it ends at its first short read.
/// </summary>
public interface IDrainable
{
    /// <summary>No more will come, and all that came has been read. Stays true. Any thread; never blocks.</summary>
    bool IsDrained { get; }
}
