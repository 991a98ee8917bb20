using Audio.Protocol;

namespace Audio.Core.Mixing;

/// <summary>
/// Something that samples can be pulled from; the shape of NAudio 3's <c>ISampleProvider</c>.
/// Read on the render thread: takes no lock, allocates nothing, throws nothing, waits for nobody.
/// </summary>
public interface ISampleSource
{
    /// <summary>32-bit float at the mix rate; one or two interleaved channels. Never changes.</summary>
    AudioFormat Format { get; }

    /// <summary>Fills the start of <paramref name="buffer"/> with interleaved samples.</summary>
    /// <param name="buffer">A whole number of frames.</param>
    /// <returns>
    /// Samples written (not frames), a whole number of frames. Fewer than asked: nothing more is there now
    /// (the source starves, or has ended).
    /// </returns>
    int Read(Span<float> buffer);
}
