using Audio.Core.Effects;

namespace Audio.Core.Tests.Effects;

/// <summary>Does the same to every sample.</summary>
internal sealed class Each(Func<float, float> work) : IAudioEffect
{
    public int LatencyFrames => 0;

    public void Process(Span<float> samples)
    {
        foreach (ref float sample in samples)
            sample = work(sample);
    }

    public void Reset()
    {
        // It remembers nothing.
    }
}
