namespace Audio.Core.Buffers;

/// <summary>
/// Whether the samples so far end in silence: the last <see cref="Length"/> of them below <see cref="Threshold"/>. A
/// stream without samples is silent. Loud sound is recognized by its last sample, so this costs nothing while it plays.
/// One thread.
/// </summary>
internal sealed class SilentEnd
{
    /// <summary>How much silence ends a sound.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMilliseconds(10);

    /// <summary>-50 dB: anything below it is silence.</summary>
    public const float Threshold = 0.00316f;

    private readonly int _samples;
    private int _silent; // silent samples at the end, counted no further than needed

    /// <param name="sampleRate">In hertz.</param>
    /// <param name="channels">Interleaved; silence means silence in all of them.</param>
    public SilentEnd(int sampleRate, int channels)
    {
        _samples = (int)(Length.Ticks * sampleRate / TimeSpan.TicksPerSecond) * channels;
        _silent = _samples;
    }

    /// <summary>Whether the samples so far end in silence.</summary>
    public bool IsSilent => _silent == _samples;

    /// <summary>Adds the next samples of the stream.</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        int least = Math.Max(0, samples.Length - _samples);
        int from = samples.Length;
        while (from > least && MathF.Abs(samples[from - 1]) < Threshold)
            from--;
        bool all = from == least;
        _silent = Math.Min(_samples, samples.Length - from + (all ? _silent : 0));
    }
}
