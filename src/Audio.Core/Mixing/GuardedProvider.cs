using NAudio.Wave;

namespace Audio.Core.Mixing;

/// <summary>
/// Reads a provider that may be anybody's code: what it throws, or returns against its contract, becomes a <see
/// cref="Fault"/>. Render thread, except where noted.
/// </summary>
internal sealed class GuardedProvider
{
    private readonly ISampleProvider _provider;
    private readonly IStreamProvider? _stream;
    private readonly int _shift; // frames to samples: 0 for mono, 1 for stereo

    /// <param name="provider">What is read; 32-bit float.</param>
    /// <param name="channels">1 or 2.</param>
    public GuardedProvider(ISampleProvider provider, int channels)
    {
        _provider = provider;
        _stream = provider as IStreamProvider;
        _shift = channels - 1;
    }

    /// <summary>Whether it will never give anything again.</summary>
    public bool IsDrained { get; private set; }

    /// <summary>What was wrong with it. Any thread, after the render thread has said that there is something.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Whether it says that its sound ended in silence when it ran dry.</summary>
    public bool EndedInSilence => _stream is { EndedInSilence: true };

    /// <summary>Whether it says that what was read last begins a new sound.</summary>
    public bool BeginsSound => _stream is { BeginsSound: true };

    /// <summary>What it says about the highest magnitude of its samples so far.</summary>
    public float Peak => _stream?.Peak ?? float.PositiveInfinity;

    /// <summary>Has it call back when there may be more to read. Before the first read.</summary>
    public void NotifyReadable(Action readable) => _stream?.Readable = readable;

    /// <summary>Reads as much as there is.</summary>
    /// <returns>Whether it kept its contract; if not, there is a <see cref="Fault"/>.</returns>
    public bool TryRead(Span<float> buffer, out int frames)
    {
        frames = 0;
        try
        {
            int samples = _provider.Read(buffer);
            IsDrained = _stream?.IsDrained ?? samples < buffer.Length;
            if (samples >= 0 && samples <= buffer.Length && (samples & _shift) == 0)
            {
                frames = samples >> _shift;
                return true;
            }

            Fault = new InvalidOperationException(
                $"{_provider.GetType().Name}.Read returned {samples} for a buffer of {buffer.Length} samples "
                    + $"with {_shift + 1} channels; it must return the samples written, a whole number of frames."
            );
        }
        catch (Exception exception) // if it throws, only its own input ends
        {
            Fault = exception;
        }

        return false;
    }
}
