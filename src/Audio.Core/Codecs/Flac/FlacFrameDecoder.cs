using System.Buffers.Binary;

namespace Audio.Core.Codecs.Flac;

/// <summary>
/// Decodes frames of FLAC, one at a time (RFC 9639 section 9), from a native stream or from the packets of an Ogg
/// stream. It allocates nothing once it has seen the longest block.
/// </summary>
internal sealed class FlacFrameDecoder
{
    /// <summary>The most samples in a frame, of all channels together: 65,536 of four channels.</summary>
    public const int MaxSamples = 4 * 65_536;

    private readonly FlacSubframe _subframe = new();
    private FlacFrameHeader _header;
    private FlacFrameState _state = FlacFrameState.Whole;
    private int[] _samples = []; // channel by channel
    private int _bits;
    private int _channel; // which is being decoded
    private long _position; // the first bit that is not decoded; 0: not even the header is

    /// <summary>The stream's STREAMINFO, if there is one. Frames need it for what they do not say themselves.</summary>
    public FlacStreamInfo? Info { get; set; }

    /// <summary>The speakers that a tag of the stream names; 0: none.</summary>
    public uint Speakers { get; set; }

    /// <summary>The header of the frame, from when it is read.</summary>
    public FlacFrameHeader Header => _header;

    /// <summary>Whether the header of the frame is read and correct.</summary>
    public bool HasHeader => _position > 0;

    /// <summary>The format of the frame's samples.</summary>
    public DecodedFormat Format { get; private set; }

    /// <summary>The bytes of a whole frame; of another, the bytes decoded so far.</summary>
    public int Length => (int)((_position + 7) >> 3);

    /// <summary>
    /// The most bytes that a frame with this header has: no encoder takes more than twice what the samples take as they
    /// are.
    /// </summary>
    public int MaxLength =>
        1024 + (int)Math.Min(_header.BlockSize * (long)_header.Channels * _bits / 4, InputBuffer.MaxKept - 1024);

    /// <summary>Decodes a frame, or the rest of one.</summary>
    /// <param name="bytes">The frame from its beginning, also if a part of it is decoded already.</param>
    public FlacFrameState Decode(ReadOnlySpan<byte> bytes)
    {
        if (_state != FlacFrameState.Incomplete)
            _position = 0;
        _state = HasHeader ? FlacFrameState.Whole : ReadHeader(bytes);
        if (_state != FlacFrameState.Whole)
            return _state;
        bool isLong = bytes.Length >= MaxLength;
        _state = Advance(isLong ? bytes[..MaxLength] : bytes);
        if (isLong && _state == FlacFrameState.Incomplete)
            _state = FlacFrameState.Damaged;
        return _state;
    }

    /// <summary>Forgets a frame that is incomplete.</summary>
    public void Restart() => (_state, _position) = (FlacFrameState.Whole, 0);

    /// <summary>Gives samples of the whole frame, interleaved.</summary>
    /// <param name="from">The first frame of samples.</param>
    /// <param name="samples">The room: whole frames, no more than are left.</param>
    public void Read(int from, Span<float> samples)
    {
        int channels = _header.Channels;
        int frames = samples.Length / channels;
        float scale = 1f / (1L << (_bits - 1));
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<int> source = _samples.AsSpan(channel * _header.BlockSize + from, frames);
            for (int i = 0, to = channel; i < source.Length; i++, to += channels)
                samples[to] = Math.Clamp(source[i] * scale, -1f, 1f);
        }
    }

    private FlacFrameState Advance(ReadOnlySpan<byte> bytes)
    {
        var reader = new FlacBitReader(bytes, _position);
        while (_channel < _header.Channels)
        {
            Span<int> samples = _samples.AsSpan(_channel * _header.BlockSize, _header.BlockSize);
            FlacFrameState state = _subframe.Decode(ref reader, samples);
            _position = reader.Position;
            if (state != FlacFrameState.Whole)
                return state;
            _channel++;
            _subframe.Start(BitsOf(_channel));
        }

        int end = Length;
        if (bytes.Length < end + 2)
            return FlacFrameState.Incomplete;
        _position = 8L * (end + 2);
        if (FlacCrc.Crc16(bytes[..end]) != BinaryPrimitives.ReadUInt16BigEndian(bytes[end..]))
            return FlacFrameState.Damaged;
        Correlate();
        return FlacFrameState.Whole;
    }

    private FlacFrameState ReadHeader(ReadOnlySpan<byte> bytes)
    {
        FlacFrameState state = FlacFrameHeader.Read(bytes, out _header);
        if (state != FlacFrameState.Whole)
            return state;
        int rate = _header.SampleRate > 0 ? _header.SampleRate : Info?.SampleRate ?? 0;
        _bits = _header.Bits > 0 ? _header.Bits : Info?.Bits ?? 0;
        int samples = _header.BlockSize * _header.Channels;
        bool isWide = _bits == 32 && _header.Stereo != FlacStereo.Independent; // a side of 33 bits
        if (rate is 0 or > FlacStreamInfo.MaxRate || _bits == 0 || isWide || samples > MaxSamples)
            return FlacFrameState.Damaged;
        if (samples > _samples.Length)
            _samples = GC.AllocateUninitializedArray<int>(samples);
        Format = new DecodedFormat(rate, _header.Channels, FlacChannels.Speakers(_header.Channels, Speakers));
        _position = 8L * _header.Length;
        _channel = 0;
        _subframe.Start(BitsOf(0));
        return FlacFrameState.Whole;
    }

    /// <summary>The difference of two channels has one bit more.</summary>
    private int BitsOf(int channel)
    {
        bool isSide = _header.Stereo switch
        {
            FlacStereo.SideRight => channel == 0,
            FlacStereo.LeftSide or FlacStereo.MidSide => channel == 1,
            _ => false,
        };
        return isSide ? _bits + 1 : _bits;
    }

    private void Correlate()
    {
        if (_header.Stereo == FlacStereo.Independent)
            return;
        Span<int> first = _samples.AsSpan(0, _header.BlockSize);
        Span<int> second = _samples.AsSpan(_header.BlockSize, _header.BlockSize);
        switch (_header.Stereo)
        {
            case FlacStereo.LeftSide:
                for (int i = 0; i < first.Length; i++)
                    second[i] = first[i] - second[i];
                break;
            case FlacStereo.SideRight:
                for (int i = 0; i < first.Length; i++)
                    first[i] += second[i];
                break;
            default:
                // The lowest bit of the sum was left out; it is that of the difference.
                for (int i = 0; i < first.Length; i++)
                {
                    int side = second[i];
                    int sum = first[i] << 1 | side & 1;
                    first[i] = sum + side >> 1;
                    second[i] = sum - side >> 1;
                }
                break;
        }
    }
}
