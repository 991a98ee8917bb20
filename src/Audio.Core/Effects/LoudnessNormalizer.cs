namespace Audio.Core.Effects;

/// <summary>
/// Normalizes the loudness of a stream without delay, knowing only what has come so far. For buses; a session, whose
/// sound waits to be played anyway, uses the <see cref="LookAheadNormalizer"/>.
/// </summary>
internal sealed class LoudnessNormalizer : IAudioEffect
{
    /// <summary>
    /// What counts after a pause: the last 30 s, so that the next speaker is not judged by everyone before.
    /// </summary>
    private const long BlocksOverPauses = 300;

    private readonly int _channels;
    private readonly LoudnessGain _loudness;

    /// <summary>Creates the effect for one stream.</summary>
    /// <param name="target">In LUFS, -40 to -5.</param>
    /// <param name="sampleRate">In hertz, at least 8,000.</param>
    /// <param name="channels">1 or 2.</param>
    public LoudnessNormalizer(double target, int sampleRate, int channels)
    {
        _channels = channels;
        _loudness = new LoudnessGain(target, sampleRate, channels);
    }

    /// <inheritdoc/>
    public int LatencyFrames => 0;

    /// <summary>The loudness of the input, in LUFS; negative infinity before the first 400 ms of sound.</summary>
    public double MeasuredLoudness => _loudness.HeardLoudness;

    /// <summary>The gain of the last frame, in decibels.</summary>
    public double GainDb => _loudness.GainDb;

    /// <inheritdoc/>
    public void Process(Span<float> samples)
    {
        while (!samples.IsEmpty)
        {
            Span<float> next = samples[
                ..(Math.Min(samples.Length / _channels, _loudness.FramesToDecision) * _channels)
            ];
            _loudness.Hear(next);
            if (_loudness.Apply(next))
                _loudness.Decide();
            samples = samples[next.Length..];
        }
    }

    /// <inheritdoc/>
    /// <remarks>The measurement is kept, and with it the gain.</remarks>
    public void Rest() => _loudness.Rest(BlocksOverPauses);

    /// <inheritdoc/>
    public void Reset() => _loudness.Reset();
}
