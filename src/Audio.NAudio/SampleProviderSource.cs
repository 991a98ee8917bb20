using Audio.Core;
using Audio.Core.Mixing;
using Audio.Protocol;
using NAudio.Wave;

namespace Audio.NAudio;

/// <summary>
/// A provider of NAudio as the engine sees it. For NAudio's providers only a read of nothing is surely the end (some return short where a file's
/// block ends), for a source of the engine it is the first short read: so it asks again until the buffer is full or nothing comes.
/// Read by one thread at a time. A provider on a render thread keeps that thread's rules; many of NAudio's read files, which may wait.
/// </summary>
public sealed class SampleProviderSource : ISampleSource
{
    private readonly ISampleProvider _provider;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="provider">The provider; it stays the caller's.</param>
    /// <exception cref="AudioException">The provider is not 32-bit float.</exception>
    public SampleProviderSource(ISampleProvider provider)
    {
        Format = NAudioFormats.ToAudioFormat(provider.WaveFormat);
        _provider = provider;
    }

    /// <inheritdoc/>
    public AudioFormat Format { get; }

    /// <summary>Fills the buffer; less at the end, a part of a frame left out. Throws what the provider throws.</summary>
    /// <param name="buffer">A whole number of frames.</param>
    public int Read(Span<float> buffer)
    {
        int filled = 0;
        while (filled < buffer.Length)
        {
            int read = _provider.Read(buffer[filled..]);
            if (read <= 0)
                break;
            filled += read;
        }

        return filled - filled % Format.Channels;
    }
}
