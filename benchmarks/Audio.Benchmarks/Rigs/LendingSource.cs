using Audio.Core.Mixing;

namespace Audio.Benchmarks.Rigs;

/// <summary>The same samples in every render, mixed where they lie, as a jitter buffer lends them.</summary>
internal sealed class LendingSource(float[] samples, int channels) : RepeatingSource(samples, channels), ISampleLender
{
    private readonly float[] _samples = samples;

    public ReadOnlySpan<float> Lend(int samples) => _samples.AsSpan(0, samples);

    public void TakeBack(int samples)
    {
    }
}
