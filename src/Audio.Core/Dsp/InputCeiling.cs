namespace Audio.Core.Dsp;

/// <summary>
/// Keeps one part of a sum within +12 dBFS. The <see cref="Limiter"/> of the sum turns everything down together, so
/// without a ceiling one part that is much too loud would make all others inaudible. What stays below the ceiling
/// passes bit for bit; what exceeds it is turned down, and only this part. What is not a number becomes silence, and
/// infinity full scale, so that neither reaches the sum.
/// </summary>
/// <remarks>Render thread only. While nothing exceeds the ceiling it costs one search for the peak.</remarks>
internal sealed class InputCeiling(int sampleRate)
{
    /// <summary>The ceiling, +12 dBFS: sound of full scale at the highest volume of a session reaches it.</summary>
    public const float Level = 4f;

    private readonly Limiter _limiter = new(sampleRate, Level, Limiter.HoldTime, Limiter.ReleaseTime);

    /// <summary>Whether nothing is turned down now.</summary>
    public bool IsAtRest => _limiter.IsAtRest;

    /// <summary>Returns to rest at once, for when a new sound begins.</summary>
    public void Reset() => _limiter.Reset();

    /// <summary>Limits in place.</summary>
    /// <param name="samples">Whole frames.</param>
    /// <param name="channels">1, or 2 interleaved channels that share one gain.</param>
    public void Process(Span<float> samples, int channels)
    {
        if (_limiter.IsTransparentTo(samples))
            return;
        foreach (ref float sample in samples)
        {
            if (!float.IsFinite(sample))
                sample = float.IsNaN(sample) ? 0f : MathF.CopySign(1f, sample);
        }

        _limiter.Process(samples, channels);
    }
}
