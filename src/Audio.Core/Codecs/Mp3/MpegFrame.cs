using NLayer;

namespace Audio.Core.Codecs.Mp3;

/// <summary>A frame of layer II as NLayer reads it, in a buffer that is used again.</summary>
internal sealed class MpegFrame : IMpegFrame
{
    private readonly byte[] _body = new byte[MpegHeader.MaxLength];
    private MpegHeader _header;
    private int _length;
    private int _position; // in bits

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

    /// <inheritdoc/>
    public int ChannelModeExtension => _header.ModeExtension;

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
    public void Reset() => _position = 0;

    /// <inheritdoc/>
    public int ReadBits(int bitCount)
    {
        if (bitCount > 8 * _length - _position)
            return -1;
        var reader = new BitReader(_body.AsSpan(0, _length));
        reader.Skip(_position);
        _position += bitCount;
        return reader.Read(bitCount);
    }

    /// <summary>Becomes a frame.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="body">What follows the header and its checksum.</param>
    public void Set(MpegHeader header, ReadOnlySpan<byte> body)
    {
        _header = header;
        _length = body.Length;
        body.CopyTo(_body);
    }
}
