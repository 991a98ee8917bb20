using Audio.Core.Mixing;
using NAudio.Wave;

namespace Audio.Benchmarks.Rigs;

/// <summary>
/// Copies out the same samples in every render. Each source has its own memory and knows its peak, as streams do.
/// </summary>
internal sealed class RepeatingSource(float[] samples, int channels) : IStreamProvider
{
    public float Peak { get; } = samples.Max(MathF.Abs);

    public bool IsDrained => false;

    public bool EndedInSilence => false;

    public bool BeginsSound => false;

    public Action? Readable { private get; set; }

    public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(48_000, channels);

    public int Read(Span<float> buffer)
    {
        samples.AsSpan(0, buffer.Length).CopyTo(buffer);
        return buffer.Length;
    }
}
