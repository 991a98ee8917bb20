using Audio.Core;
using Audio.Core.Mixing;
using NAudio.Wave;

namespace Audio.NAudio;

/// <summary>
/// A source of the engine as NAudio sees it. An <see cref="ISampleProvider"/> that returns short has ended and is dropped, while an
/// <see cref="ISampleSource"/> may starve: where it starves it is filled up with silence, and it returns short at its true end only, which
/// <see cref="IDrainable"/> tells. Read by one thread at a time.
/// </summary>
public sealed class SampleSourceProvider : ISampleProvider
{
    // Immutable.
    private readonly ISampleSource _source;
    private readonly IDrainable? _drainable;

    // Reading thread only.
    private bool _ended;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="source">The source; it stays the caller's.</param>
    /// <exception cref="AudioException">The source is not 32-bit float.</exception>
    public SampleSourceProvider(ISampleSource source)
    {
        WaveFormat = NAudioFormats.ToWaveFormat(source.Format);
        _source = source;
        _drainable = source as IDrainable;
    }

    /// <summary>The source's rate and channels, as IEEE float.</summary>
    public WaveFormat WaveFormat { get; }

    /// <summary>Fills the buffer; less, and then nothing, at the end. Throws what the source throws.</summary>
    /// <param name="buffer">A whole number of frames.</param>
    public int Read(Span<float> buffer)
    {
        if (_ended)
            return 0;
        int read = _source.Read(buffer);
        if (read == buffer.Length)
            return read;
        _ended = _drainable?.IsDrained ?? true; // asked after the read: what came in between is still to be read
        if (_ended)
            return read;
        buffer[read..].Clear();
        return buffer.Length;
    }
}
