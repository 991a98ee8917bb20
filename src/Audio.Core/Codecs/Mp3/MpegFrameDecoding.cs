using System.Numerics.Tensors;
using NAudio.Wave;

namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// Decodes frames, and looks at them before and afterwards: MPEG audio has no checksum to speak of, and what is decoded
/// of damaged bytes is noise.
/// </summary>
internal sealed class MpegFrameDecoding
{
    /// <summary>The most samples of a frame, of both channels together.</summary>
    public const int MaxSamples = 2 * 1152;

    private const float MaxPeak = 4; // 12 dB above full scale: no encoder was given that

    private readonly LayerIIIDecoder _layerIII = new();
    private readonly MainData _mainData = new();
    private LayerIIDecoder? _layerII;
    private bool _hasRightChecksum;
    private bool _isInterrupted; // the decoder's memory is of frames that do not precede this one

    /// <summary>The frames that come are not those behind the last one.</summary>
    public void Interrupt()
    {
        _mainData.Clear();
        _isInterrupted = true;
    }

    /// <summary>Decodes a frame.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="bytes">All of it.</param>
    /// <param name="samples">The room for its samples, interleaved.</param>
    /// <returns>Whether it could be decoded; if not, nothing is known about the samples.</returns>
    public bool Decode(MpegHeader header, ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        samples = samples[..(header.Samples * header.Channels)];
        bool isDecoded =
            header.Layer == MpegLayer.Layer3
                ? TryDecodeIII(header, bytes, samples)
                : TryDecodeII(header, bytes[header.BodyStart..], samples);
        // Not so if one is NaN.
        isDecoded = isDecoded && Math.Abs(TensorPrimitives.MaxMagnitude<float>(samples)) <= MaxPeak;
        _isInterrupted = !isDecoded;
        return isDecoded;
    }

    private bool TryDecodeIII(MpegHeader header, ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        ReadOnlySpan<byte> body = bytes[header.BodyStart..];
        ReadOnlySpan<byte> side = body[..header.SideLength];
        bool isRight = !header.HasCrc || HasRightChecksum(bytes, side);
        Span<GranuleSide> parts = stackalloc GranuleSide[SideInformation.MaxParts];
        var info = SideInformation.Read(header, side, parts);
        bool isWhole = _mainData.Add(body[header.SideLength..], info, out ReadOnlySpan<byte> mainData);
        if (!isRight || !info.IsValid || !isWhole)
            return false;
        if (_isInterrupted)
            _layerIII.Reset();
        return _layerIII.TryDecode(header, info, mainData, samples);
    }

    /// <summary>Some encoders write no checksum where one should be, so one must have been right before.</summary>
    private bool HasRightChecksum(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> side)
    {
        int crc = MpegCrc.Add(MpegCrc.Start, bytes.Slice(2, 2));
        bool isRight = MpegCrc.Add(crc, side) == (bytes[4] << 8 | bytes[5]);
        _hasRightChecksum |= isRight;
        return isRight || !_hasRightChecksum;
    }

    private bool TryDecodeII(MpegHeader header, ReadOnlySpan<byte> body, Span<float> samples)
    {
        _layerII ??= new LayerIIDecoder();
        if (_isInterrupted)
            _layerII.Reset();
        return _layerII.TryDecode(header, body, samples);
    }
}
