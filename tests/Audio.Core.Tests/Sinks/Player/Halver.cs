using NAudio.Wave;

namespace Audio.Core.Tests.Sinks.Player;

/// <summary>A graph that halves the mix, until it breaks.</summary>
internal sealed class Halver(ISampleProvider mix) : ISampleProvider
{
    public bool IsBroken { get; set; }

    public WaveFormat WaveFormat => mix.WaveFormat;

    public int Read(Span<float> buffer)
    {
        if (IsBroken)
            throw new InvalidOperationException("graph");
        int read = mix.Read(buffer);
        foreach (ref float sample in buffer[..read])
            sample /= 2;
        return read;
    }
}
