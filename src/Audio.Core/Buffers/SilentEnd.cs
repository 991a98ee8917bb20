namespace Audio.Core.Buffers;

/// <summary>
/// Whether a stream ends in silence so far: the last <see cref="Length"/> of it under <see cref="Threshold"/>. Before
/// the first sample there was silence. Loud sound is known by its last sample, so this costs nothing while it sounds.
/// One thread.
/// </summary>
internal sealed class SilentEnd
{
    /// <summary>How much silence ends a sound.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMilliseconds(10);

    /// <summary>-50 dB: what lies under it is silent.</summary>
    public const float Threshold = 0.00316f;

    private readonly int _samples;
    private int _silent; // samples at the end, counted no further than needed

    /// <param name="sampleRate">In hertz.</param>
    /// <param name="channels">Interleaved; silence is silence in all of them.</param>
    public SilentEnd(int sampleRate, int channels)
    {
        _samples = (int)(Length.Ticks * sampleRate / TimeSpan.TicksPerSecond) * channels;
        _silent = _samples;
    }

    /// <summary>Whether it does.</summary>
    public bool IsSilent => _silent == _samples;

    /// <summary>The stream goes on with these.</summary>
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
