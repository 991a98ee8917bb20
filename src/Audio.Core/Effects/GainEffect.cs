using System.Numerics.Tensors;
using Audio.Core.Dsp;

namespace Audio.Core.Effects;

/// <summary>A constant gain.</summary>
internal sealed class GainEffect(double decibels) : IAudioEffect, IPreviewEffect
{
    private readonly float _factor = (float)Decibels.ToFactor(decibels);

    /// <inheritdoc/>
    public int LatencyFrames => 0;

    /// <inheritdoc/>
    public void Process(Span<float> samples) => TensorPrimitives.Multiply(samples, _factor, samples);

    /// <inheritdoc/>
    public int? Preview(Span<float> samples)
    {
        Process(samples);
        return samples.Length;
    }

    /// <inheritdoc/>
    public void Rest() => Reset();

    /// <inheritdoc/>
    public void Reset()
    {
        // It has no state.
    }
}
