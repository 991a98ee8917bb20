using NAudio.Wave;

namespace Audio.Benchmarks.Rigs;

/// <summary>Copies out the same samples in every render. Each source has its own memory, as streams do.</summary>
internal sealed class RepeatingSource(float[] samples, int channels) : ISampleProvider
{
    public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(48_000, channels);

    public int Read(Span<float> buffer)
    {
        samples.AsSpan(0, buffer.Length).CopyTo(buffer);
        return buffer.Length;
    }
}
