namespace Audio.Core.Codecs.Mp3;

/// <summary>Reads the values of one channel after another of a frame of layer III.</summary>
internal ref struct ChannelReader
{
    /// <summary>The room that is needed for scale factors.</summary>
    public const int Room = 3 * BandLayout.MaxBands;

    private const int GroupBits = 4; // of a channel, that say which scale factors are shared
    private const int MiddleSideSteps = -2; // of 1.5 dB: half of what the sum of two channels is louder

    private readonly MpegHeader _header;
    private readonly SideInformation _side;
    private readonly ReadOnlySpan<byte> _mainData;
    private readonly Span<byte> _factors; // of both channels, and the positions that stand for no intensity stereo
    private int _position; // of the next channel, in bits

    /// <summary>Stands at the first channel of the first granule.</summary>
    /// <param name="header">The header of the frame.</param>
    /// <param name="side">Its side information.</param>
    /// <param name="mainData">Its main data, with <see cref="SpectrumReader.Slack"/>.</param>
    /// <param name="factors">Zeros: as many as <see cref="Room"/> says.</param>
    public ChannelReader(MpegHeader header, SideInformation side, ReadOnlySpan<byte> mainData, Span<byte> factors)
    {
        _header = header;
        _side = side;
        _mainData = mainData;
        _factors = factors;
    }

    /// <summary>The scale factors of the second channel: with intensity stereo, its positions.</summary>
    public readonly ReadOnlySpan<byte> Positions => FactorsOf(1);

    /// <summary>In MPEG 2, the position of each band that stands for no intensity stereo.</summary>
    public readonly ReadOnlySpan<byte> Nones => FactorsOf(2);

    /// <summary>Reads the next channel.</summary>
    /// <param name="granule">Its granule.</param>
    /// <param name="channel">Its number.</param>
    /// <param name="values">Zeros; to be replaced by its values.</param>
    /// <returns>Behind how many values there are zeros only; -1: the data are damaged.</returns>
    public int Read(int granule, int channel, scoped Span<float> values)
    {
        ref readonly GranuleSide part = ref _side.Parts[granule * _header.Channels + channel];
        var layout = BandLayout.Of(_header, part.IsShort, part.IsMixed);
        Span<byte> factors = FactorsOf(channel);
        int end = _position + part.Bits;
        var reader = new BitReader(_mainData);
        reader.Skip(_position);
        _position = end;
        bool hasPreemphasis = part.HasPreemphasis;
        if (_header.IsMpeg1)
        {
            int shared = granule == 0 ? 0 : _side.Shared >> GroupBits * (_header.Channels - 1 - channel);
            ScaleFactors.Read1(part, layout, shared, ref reader, factors);
        }
        else
        {
            bool isIntensity = channel == 1 && _header.HasIntensityStereo;
            hasPreemphasis = ScaleFactors.Read2(part, isIntensity, ref reader, factors, FactorsOf(2));
        }
        if (part is { Bits: 0, Pairs: 0 })
            return 0; // also if it says how many bits its scale factors have
        if (reader.Position > end)
            return -1;

        Span<float> gains = stackalloc float[BandLayout.MaxBands + 1];
        int steps = _header.HasMidSide && !_header.HasIntensityStereo ? MiddleSideSteps : 0;
        BandGains.Compute(part, layout, hasPreemphasis, steps, factors, gains);
        return SpectrumReader.Read(new BitWindow(_mainData, reader.Position), end, part, layout, gains, values);
    }

    private readonly Span<byte> FactorsOf(int channel) =>
        _factors.Slice(channel * BandLayout.MaxBands, BandLayout.MaxBands);
}
