using System.Buffers.Binary;
using System.Numerics;
using Audio.Core.Formats;
using Audio.Protocol;

namespace Audio.Core.Codecs.Wav;

/// <summary>
/// Reads the <c>fmt </c> chunk: u16 tag, u16 channels, u32 sample rate, u32 bytes per second, u16 block align, u16 bits
/// per sample; of tag 0xFFFE also u16 size, u16 valid bits, u32 channel mask and a GUID that begins with the actual
/// tag.
/// </summary>
/// <remarks>
/// Bits and channels settle the size of a frame, as in sox and ffmpeg: a block align or byte rate that contradicts them
/// is wrong. A sample takes whole bytes and stands in their upper bits (WAVEFORMATEX), so 12 bits are as loud as 16.
/// </remarks>
internal static class FormatChunk
{
    /// <summary>As much of the chunk as is read.</summary>
    public const int MaxSize = 40;

    /// <summary>The size without bits per sample: WAVEFORMAT, the oldest form.</summary>
    public const int MinSize = 14;

    private const int MaxChannels = 8;
    private const uint AllSpeakers = 0x3_FFFF; // the positions that have a name
    private const uint Stereo = 0x3; // front left and right
    private const int Pcm = 1;
    private const int MsAdpcm = 2;
    private const int IeeeFloat = 3;
    private const int ALaw = 6;
    private const int MuLaw = 7;
    private const int ImaAdpcm = 0x11;
    private const int Mp3 = 0x55;
    private const int OtherImaAdpcm = 0x69; // as some encoders wrote it, and ffmpeg reads it
    private const int Extensible = 0xFFFE;

    /// <summary>Bytes 2 to 16 of the GUID KSDATAFORMAT_SUBTYPE_*, the same for all sub-formats.</summary>
    private static ReadOnlySpan<byte> SubFormatTail =>
        [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    /// <summary>The same without the tag if all numbers of the GUID are big-endian; sox swaps only the tag.</summary>
    private static ReadOnlySpan<byte> SwappedTail =>
        [0x00, 0x00, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    /// <summary>Reads it.</summary>
    /// <param name="chunk">Its first bytes, at most <see cref="MaxSize"/>.</param>
    /// <param name="isBigEndian">Whether the file is RIFX.</param>
    /// <param name="refusal">Why it cannot be played; not thrown, because the next file may be played.</param>
    /// <returns>The format, if it can be played.</returns>
    public static WavFormat? Read(ReadOnlySpan<byte> chunk, bool isBigEndian, out ProtocolException? refusal)
    {
        if (chunk.Length < MinSize)
        {
            refusal = Malformed($"The WAV format chunk has {chunk.Length} bytes; it has at least 16.");
            return null;
        }

        var fields = new Fields(chunk, isBigEndian);
        int tag = fields.U16(0);
        uint mask = 0;
        refusal = tag == Extensible ? ReadExtension(fields, out tag, out mask) : null;
        int channels = fields.U16(2);
        uint rate = fields.U32(4);
        int blockAlign = fields.U16(12);
        int bits = chunk.Length >= 16 ? fields.U16(14) : 0;
        refusal ??= RefusalOf(channels, rate);
        if (refusal is not null)
            return null;

        var decoded = new DecodedFormat((int)rate, channels, Speakers(mask, channels));
        switch (tag)
        {
            case Pcm or IeeeFloat or ALaw or MuLaw:
                int bytes = tag is ALaw or MuLaw ? 1 : SampleBytes(bits, blockAlign, channels);
                SampleConverter? convert = Converter(tag, bytes, isBigEndian);
                if (convert is not null)
                {
                    decoded = decoded with
                    {
                        Encoding = Encoding(tag, bytes, isBigEndian) ?? SampleEncoding.Float32Le,
                        BytesPerFrame = bytes * channels,
                    };
                    return new WavFormat(WavCodec.Samples, decoded, bytes * channels, convert);
                }

                refusal = Unsupported(
                    $"A WAV file of {bits} bits a sample is not played; PCM has 1 to 32 or 64, float 32 or 64."
                );
                return null;
            case ImaAdpcm or OtherImaAdpcm:
                return Adpcm(WavCodec.ImaAdpcm, decoded, blockAlign, bits, isBigEndian, out refusal);
            case MsAdpcm:
                return Adpcm(WavCodec.MsAdpcm, decoded, blockAlign, bits, isBigEndian, out refusal);
            case Mp3:
                return new WavFormat(WavCodec.Mp3, decoded, 1);
            default:
                refusal = Unsupported(
                    $"A WAV file of encoding 0x{tag:X4} is not played; send PCM (1), IEEE float (3), A-law (6), "
                        + "µ-law (7), Microsoft ADPCM (2) or IMA ADPCM (0x11)."
                );
                return null;
        }
    }

    private static ProtocolException? ReadExtension(Fields fields, out int tag, out uint mask)
    {
        tag = 0;
        mask = 0;
        if (fields.Bytes.Length < MaxSize)
        {
            return Malformed(
                $"The extensible WAV format chunk has {fields.Bytes.Length} bytes; it has at least {MaxSize}."
            );
        }

        mask = fields.U32(20);
        bool isSwapped =
            fields.IsBigEndian && fields.U16(24) == 0 && fields.Bytes[28..MaxSize].SequenceEqual(SwappedTail);
        tag = fields.U16(isSwapped ? 26 : 24);
        return isSwapped || fields.Bytes[26..MaxSize].SequenceEqual(SubFormatTail)
            ? null
            : Unsupported("The sub-format of the WAV header is unknown; send PCM, IEEE float, A-law, µ-law or ADPCM.");
    }

    private static ProtocolException? RefusalOf(int channels, uint rate)
    {
        if (channels is 0 or > MaxChannels)
            return Unsupported($"A WAV file of {channels} channels is not played; send 1 to {MaxChannels}.");
        return rate is < AudioFormat.MinSampleRate or > AudioFormat.MaxSampleRate
            ? Unsupported(
                $"A WAV file of {rate} Hz is not played; "
                    + $"send {AudioFormat.MinSampleRate} to {AudioFormat.MaxSampleRate}."
            )
            : null;
    }

    private static WavFormat? Adpcm(
        WavCodec codec,
        DecodedFormat decoded,
        int blockAlign,
        int bits,
        bool isBigEndian,
        out ProtocolException? refusal
    )
    {
        string name = codec == WavCodec.ImaAdpcm ? "IMA" : "Microsoft";
        int header = decoded.Channels * (codec == WavCodec.ImaAdpcm ? 4 : MsAdpcmDecoder.HeaderBytes);
        var format = new WavFormat(codec, decoded, blockAlign);
        refusal = (codec, decoded.Channels, bits) switch
        {
            _ when isBigEndian => Unsupported(
                $"{name} ADPCM in a big-endian WAV file (RIFX) is not played; send RIFF."
            ),
            (WavCodec.MsAdpcm, > 2, _) => Unsupported(
                $"Microsoft ADPCM of {decoded.Channels} channels is not played; send 1 or 2."
            ),
            (_, _, not (0 or 4)) => Unsupported($"{name} ADPCM of {bits} bits a sample is not played; send 4."),
            _ when blockAlign < header => Malformed(
                $"The blocks of {name} ADPCM have {blockAlign} bytes; their header alone has {header}."
            ),
            _ when format.FramesIn(blockAlign) > ushort.MaxValue => Malformed(
                $"The blocks of {name} ADPCM have {format.FramesIn(blockAlign)} samples; there are at most 65535."
            ),
            _ => null,
        };
        return refusal is null ? format : null;
    }

    /// <summary>Bytes of a sample: the bits settle it; without any, the block align does.</summary>
    private static int SampleBytes(int bits, int blockAlign, int channels) =>
        bits == 0 && blockAlign % channels == 0 ? blockAlign / channels : (bits + 7) / 8;

    /// <summary>The encoding, if the wires have it, too.</summary>
    private static SampleEncoding? Encoding(int tag, int bytes, bool isBigEndian) =>
        (tag, bytes, isBigEndian) switch
        {
            (ALaw, _, _) => SampleEncoding.ALaw,
            (MuLaw, _, _) => SampleEncoding.MuLaw,
            (Pcm, 1, _) => SampleEncoding.PcmU8,
            (Pcm, 2, false) => SampleEncoding.PcmS16Le,
            (Pcm, 2, true) => SampleEncoding.PcmS16Be,
            (Pcm, 3, false) => SampleEncoding.PcmS24Le,
            (Pcm, 3, true) => SampleEncoding.PcmS24Be,
            (Pcm, 4, false) => SampleEncoding.PcmS32Le,
            (Pcm, 4, true) => SampleEncoding.PcmS32Be,
            (IeeeFloat, 4, false) => SampleEncoding.Float32Le,
            (IeeeFloat, 8, false) => SampleEncoding.Float64Le,
            _ => null,
        };

    private static SampleConverter? Converter(int tag, int bytes, bool isBigEndian) =>
        (tag, bytes, isBigEndian) switch
        {
            (Pcm, 8, false) => SampleConverters.PcmS64Le,
            (Pcm, 8, true) => SampleConverters.PcmS64Be,
            (IeeeFloat, 4, true) => SampleConverters.Float32Be,
            (IeeeFloat, 8, true) => SampleConverters.Float64Be,
            _ => Encoding(tag, bytes, isBigEndian) is { } encoding ? SampleConverters.For(encoding) : null,
        };

    /// <summary>
    /// A position for each channel: of more bits than channels the lowest count, and of fewer none, since no one can
    /// tell where the rest belongs (Microsoft, "Multiple channel audio data and WAVE files"). Mono and stereo have
    /// none: half of all programs write no mask for them, and two files in a row are of one format.
    /// </summary>
    private static uint Speakers(uint mask, int channels)
    {
        mask &= AllSpeakers;
        while (BitOperations.PopCount(mask) > channels)
            mask &= ~(1u << BitOperations.Log2(mask));
        bool isUsual = channels == 1 || mask == Stereo;
        return isUsual || BitOperations.PopCount(mask) != channels ? 0 : mask;
    }

    private static ProtocolException Malformed(string message) => new(ProtocolErrorCode.Malformed, message);

    private static ProtocolException Unsupported(string message) => new(ProtocolErrorCode.Unsupported, message);

    private readonly ref struct Fields(ReadOnlySpan<byte> bytes, bool isBigEndian)
    {
        public ReadOnlySpan<byte> Bytes { get; } = bytes;

        public bool IsBigEndian { get; } = isBigEndian;

        public int U16(int at) =>
            IsBigEndian
                ? BinaryPrimitives.ReadUInt16BigEndian(Bytes[at..])
                : BinaryPrimitives.ReadUInt16LittleEndian(Bytes[at..]);

        public uint U32(int at) =>
            IsBigEndian
                ? BinaryPrimitives.ReadUInt32BigEndian(Bytes[at..])
                : BinaryPrimitives.ReadUInt32LittleEndian(Bytes[at..]);
    }
}
