namespace Audio.Core.Effects;

/// <summary>In-place effects in series.</summary>
internal sealed class SeriesEffect(IAudioEffect[] effects) : IAudioEffect
{
    /// <inheritdoc/>
    public int LatencyFrames { get; } = effects.Sum(static effect => effect.LatencyFrames);

    /// <inheritdoc/>
    public void Process(Span<float> samples)
    {
        foreach (IAudioEffect effect in effects)
            effect.Process(samples);
    }

    /// <inheritdoc/>
    public void Rest()
    {
        foreach (IAudioEffect effect in effects)
            effect.Rest();
    }

    /// <inheritdoc/>
    public void Reset()
    {
        foreach (IAudioEffect effect in effects)
            effect.Reset();
    }
}
