using NLayer;

namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// A frame as NLayer reads it, in a buffer that is used again. Its main data are whole: those that came with earlier
/// frames stand in front, so that NLayer's own reservoir never matters.
/// </summary>
internal sealed class MpegFrame : IMpegFrame
{
    private readonly byte[] _body = new byte[MpegHeader.MaxLength + MainData.MaxKept];
    private MpegHeader _header;
    private int _length;
    private int _position; // in bits
    private int _extensionsRead; // how often NLayer has asked since the start of the frame

    /// <inheritdoc/>
    public int SampleRate => _header.SampleRate;

    /// <inheritdoc/>
    public int SampleRateIndex => _header.SampleRateIndex;

    /// <inheritdoc/>
    public int FrameLength => MpegHeader.Size + _length;

    /// <inheritdoc/>
    public int BitRate =>
        _header.IsFree ? 8 * FrameLength * (_header.SampleRate / 1000) / _header.Samples * 1000 : _header.BitRate;

    /// <inheritdoc/>
    public MpegVersion Version => _header.Version;

    /// <inheritdoc/>
    public MpegLayer Layer => _header.Layer;

    /// <inheritdoc/>
    public MpegChannelMode ChannelMode => _header.Mode;

    /// <summary>Makes the two channels, where the frame has intensity stereo.</summary>
    public IntensityStereo? Intensity { get; set; }

    /// <inheritdoc/>
    /// <remarks>
    /// Once all values of a granule are read, NLayer asks for this and makes the channels of them. That is done here,
    /// and NLayer is told that there is nothing to do. In MPEG 2 it has asked twice before, for the scale factors.
    /// </remarks>
    public int ChannelModeExtension
    {
        get
        {
            if (Intensity is null || !_header.HasIntensityStereo)
                return _header.ModeExtension;
            int granule = _extensionsRead++ - (_header.Version == MpegVersion.Version1 ? 0 : 2);
            if (granule < 0)
                return _header.ModeExtension;
            Intensity.Apply(_header, granule);
            return 0;
        }
    }

    /// <inheritdoc/>
    public int SampleCount => _header.Samples;

    /// <inheritdoc/>
    public int BitRateIndex => _header.BitRateIndex;

    /// <inheritdoc/>
    public bool IsCopyrighted => false;

    /// <inheritdoc/>
    public bool HasCrc => false; // checked already

    /// <inheritdoc/>
    public bool IsCorrupted => false;

    /// <inheritdoc/>
    public void Reset() => _position = _extensionsRead = 0;

    /// <inheritdoc/>
    public int ReadBits(int bitCount)
    {
        int left = 8 * _length - _position;
        if (bitCount > left)
            return -1;
        if (bitCount == 8 && (_position & 7) == 0)
        {
            _position += 8;
            return _body[(_position >> 3) - 1]; // as NLayer reads main data
        }

        if (bitCount == 0)
            return 0;
        uint value = 0;
        int from = _position >> 3;
        for (int i = 0; i < 4; i++)
            value = value << 8 | (from + i < _length ? _body[from + i] : 0u);
        value = value << (_position & 7) >> (32 - bitCount);
        _position += bitCount;
        return (int)value;
    }

    /// <summary>Becomes a frame of layer II.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="body">What follows the header and its checksum.</param>
    public void Set(MpegHeader header, ReadOnlySpan<byte> body)
    {
        _header = header;
        _length = body.Length;
        body.CopyTo(_body);
    }

    /// <summary>Becomes a frame of layer III.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="side">Its side information.</param>
    /// <param name="mainData">Its main data, from where they begin.</param>
    public void Set(MpegHeader header, ReadOnlySpan<byte> side, ReadOnlySpan<byte> mainData)
    {
        _header = header;
        _length = side.Length + mainData.Length;
        side.CopyTo(_body);
        mainData.CopyTo(_body.AsSpan(side.Length));
        // The main data begin here: 9 bits of 0, of which MPEG 2 has 8.
        _body[0] = 0;
        if (header.Version == MpegVersion.Version1)
            _body[1] &= 0x7F;
    }
}
