// A stand-in for NAudio.Core 3, not a part of it: signatures only, written from the documented surface. See NAudio.Contract.csproj.
namespace NAudio.Wave;

public enum WaveFormatEncoding : ushort
{
    Unknown = 0,
    Pcm = 1,
    IeeeFloat = 3,
}

public class WaveFormat
{
    /// <summary>16-bit PCM, as in NAudio.</summary>
    public WaveFormat(int sampleRate, int channels)
        : this(WaveFormatEncoding.Pcm, sampleRate, channels, bits: 16)
    {
    }

    private WaveFormat(WaveFormatEncoding encoding, int sampleRate, int channels, int bits)
    {
        Encoding = encoding;
        SampleRate = sampleRate;
        Channels = channels;
        BitsPerSample = bits;
    }

    public WaveFormatEncoding Encoding { get; }

    public int SampleRate { get; }

    public int Channels { get; }

    public int BitsPerSample { get; }

    public int BlockAlign => Channels * BitsPerSample / 8;

    public int AverageBytesPerSecond => SampleRate * BlockAlign;

    public static WaveFormat CreateIeeeFloatWaveFormat(int sampleRate, int channels) =>
        new(WaveFormatEncoding.IeeeFloat, sampleRate, channels, bits: 32);
}
