using System.Buffers.Binary;

namespace Audio.Core.Codecs.Wav;

/// <summary>
/// Microsoft ADPCM ("New Multimedia Data Types and Data Techniques", 1994), mono or stereo. The header of a block has,
/// each for all channels: u8 predictor, i16 delta, i16 second sample, i16 first sample. Then come codes of 4 bits, the
/// upper half of a byte first, channels in turn.
/// </summary>
internal sealed class MsAdpcmDecoder : AdpcmDecoder
{
    /// <summary>Bytes of the header of a block for each channel.</summary>
    public const int HeaderBytes = 7;

    private const float Scale = 1f / 32_768;
    private const int MinDelta = 16;
    private const int MaxDelta = int.MaxValue / 768; // the greatest factor: no product overflows

    private readonly Channel[] _channels;

    /// <param name="format">Its blocks and what is decoded.</param>
    public MsAdpcmDecoder(WavFormat format)
        : base(format, Header(format.Decoded.Channels), Group(format.Decoded.Channels)) =>
        _channels = new Channel[format.Decoded.Channels];

    private static ReadOnlySpan<short> Coefficients1 => [256, 512, 0, 192, 240, 460, 392];

    private static ReadOnlySpan<short> Coefficients2 => [0, -256, 0, 64, 0, -208, -232];

    private static ReadOnlySpan<short> DeltaFactors =>
        [230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230];

    /// <summary>The frames in this many bytes.</summary>
    public static long FramesIn(long bytes, int blockAlign, int channels) =>
        FramesIn(bytes, blockAlign, Header(channels), Group(channels));

    /// <inheritdoc/>
    protected override bool ReadHeader(ReadOnlySpan<byte> header, Span<float> samples)
    {
        int count = _channels.Length;
        for (int i = 0; i < count; i++)
        {
            if (header[i] >= Coefficients1.Length)
                return false;
            ReadOnlySpan<byte> words = header[(count + 2 * i)..];
            ref Channel channel = ref _channels[i];
            channel.Coefficient1 = Coefficients1[header[i]];
            channel.Coefficient2 = Coefficients2[header[i]];
            channel.Delta = BinaryPrimitives.ReadInt16LittleEndian(words);
            channel.Sample1 = BinaryPrimitives.ReadInt16LittleEndian(words[(2 * count)..]);
            channel.Sample2 = BinaryPrimitives.ReadInt16LittleEndian(words[(4 * count)..]);
            samples[i] = channel.Sample2 * Scale;
            samples[count + i] = channel.Sample1 * Scale;
        }

        return true;
    }

    /// <inheritdoc/>
    protected override void ReadGroup(ReadOnlySpan<byte> group, Span<float> samples)
    {
        samples[0] = Next(ref _channels[0], group[0] >> 4);
        samples[1] = Next(ref _channels[^1], group[0] & 15);
    }

    private static (int Bytes, int Frames) Header(int channels) => (HeaderBytes * channels, 2);

    private static (int Bytes, int Frames) Group(int channels) => (1, 2 / channels);

    private static float Next(ref Channel channel, int code)
    {
        int predicted = (channel.Sample1 * channel.Coefficient1 + channel.Sample2 * channel.Coefficient2) / 256;
        int signed = (code & 8) == 0 ? code : code - 16;
        channel.Sample2 = channel.Sample1;
        channel.Sample1 = Math.Clamp(predicted + signed * channel.Delta, short.MinValue, short.MaxValue);
        channel.Delta = Math.Clamp((DeltaFactors[code] * channel.Delta) >> 8, MinDelta, MaxDelta);
        return channel.Sample1 * Scale;
    }

    private struct Channel
    {
        public int Coefficient1;
        public int Coefficient2;
        public int Delta;
        public int Sample1; // the last
        public int Sample2; // the one before
    }
}
