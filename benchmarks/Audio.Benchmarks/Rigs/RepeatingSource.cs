using Audio.Core.Mixing;
using Audio.Protocol;

namespace Audio.Benchmarks.Rigs;

/// <summary>The same samples in every render, copied out: what any <see cref="ISampleSource"/> does. Each has memory of its own, as streams have.</summary>
internal class RepeatingSource(float[] samples, int channels) : ISampleSource, IDrainable
{
    public AudioFormat Format { get; } = AudioFormat.Float32(48_000, channels);

    public bool IsDrained => false;

    public int Read(Span<float> buffer)
    {
        samples.AsSpan(0, buffer.Length).CopyTo(buffer);
        return buffer.Length;
    }
}
