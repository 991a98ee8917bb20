using System.Buffers.Binary;

namespace Audio.Core.Codecs.Wav;

/// <summary>
/// IMA ADPCM as in WAV files (Microsoft, "New Multimedia Data Types and Data Techniques", 1994, DVI ADPCM; IMA Digital
/// Audio Focus and Technical Working Groups, recommended practices 3.00). The header of a block has 4 bytes for each
/// channel: i16 first sample, u8 step index, u8 reserved. Then come 8 codes of each channel in turn, the lower half of
/// a byte first.
/// </summary>
internal sealed class ImaAdpcmDecoder : AdpcmDecoder
{
    private const int ChannelBytes = 4;
    private const int GroupFrames = 8;
    private const float Scale = 1f / 32_768;

    private readonly int[] _predictor;
    private readonly int[] _index;

    /// <param name="format">Its blocks and what is decoded.</param>
    public ImaAdpcmDecoder(WavFormat format)
        : base(format, Header(format.Decoded.Channels), Group(format.Decoded.Channels))
    {
        _predictor = new int[format.Decoded.Channels];
        _index = new int[format.Decoded.Channels];
    }

    private static ReadOnlySpan<sbyte> IndexChanges => [-1, -1, -1, -1, 2, 4, 6, 8];

    private static ReadOnlySpan<short> Steps =>
        [
            7,
            8,
            9,
            10,
            11,
            12,
            13,
            14,
            16,
            17,
            19,
            21,
            23,
            25,
            28,
            31,
            34,
            37,
            41,
            45,
            50,
            55,
            60,
            66,
            73,
            80,
            88,
            97,
            107,
            118,
            130,
            143,
            157,
            173,
            190,
            209,
            230,
            253,
            279,
            307,
            337,
            371,
            408,
            449,
            494,
            544,
            598,
            658,
            724,
            796,
            876,
            963,
            1060,
            1166,
            1282,
            1411,
            1552,
            1707,
            1878,
            2066,
            2272,
            2499,
            2749,
            3024,
            3327,
            3660,
            4026,
            4428,
            4871,
            5358,
            5894,
            6484,
            7132,
            7845,
            8630,
            9493,
            10442,
            11487,
            12635,
            13899,
            15289,
            16818,
            18500,
            20350,
            22385,
            24623,
            27086,
            29794,
            32767,
        ];

    /// <summary>The frames in this many bytes.</summary>
    public static long FramesIn(long bytes, int blockAlign, int channels) =>
        FramesIn(bytes, blockAlign, Header(channels), Group(channels));

    /// <inheritdoc/>
    protected override bool ReadHeader(ReadOnlySpan<byte> header, Span<float> samples)
    {
        for (int channel = 0; channel < _predictor.Length; channel++, header = header[ChannelBytes..])
        {
            _predictor[channel] = BinaryPrimitives.ReadInt16LittleEndian(header);
            _index[channel] = header[2];
            if (header[2] >= Steps.Length)
                return false;
            samples[channel] = _predictor[channel] * Scale;
        }

        return true;
    }

    /// <inheritdoc/>
    protected override void ReadGroup(ReadOnlySpan<byte> group, Span<float> samples)
    {
        int channels = _predictor.Length;
        for (int i = 0; i < group.Length; i++)
        {
            int channel = i / ChannelBytes;
            int frame = 2 * (i % ChannelBytes);
            samples[frame * channels + channel] = Next(channel, group[i] & 15);
            samples[(frame + 1) * channels + channel] = Next(channel, group[i] >> 4);
        }
    }

    private static (int Bytes, int Frames) Header(int channels) => (ChannelBytes * channels, 1);

    private static (int Bytes, int Frames) Group(int channels) => (ChannelBytes * channels, GroupFrames);

    private float Next(int channel, int code)
    {
        int step = Steps[_index[channel]];
        int change = ((2 * (code & 7) + 1) * step) >> 3;
        int sample = _predictor[channel] + ((code & 8) == 0 ? change : -change);
        _predictor[channel] = Math.Clamp(sample, short.MinValue, short.MaxValue);
        _index[channel] = Math.Clamp(_index[channel] + IndexChanges[code & 7], 0, Steps.Length - 1);
        return _predictor[channel] * Scale;
    }
}
