using NAudio.Wave;

namespace Audio.Benchmarks.Rigs;

/// <summary>The same samples in every render, copied out. Each has memory of its own, as streams have.</summary>
internal sealed class RepeatingSource(float[] samples, int channels) : ISampleProvider
{
    public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(48_000, channels);

    public int Read(Span<float> buffer)
    {
        samples.AsSpan(0, buffer.Length).CopyTo(buffer);
        return buffer.Length;
    }
}
