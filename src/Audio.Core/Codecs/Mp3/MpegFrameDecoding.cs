using System.Numerics.Tensors;
using NLayer;

namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// Decodes frames by NLayer, and looks at them before and afterwards: MPEG audio has no checksum to speak of, and what
/// is decoded of damaged bytes is noise.
/// </summary>
internal sealed class MpegFrameDecoding
{
    /// <summary>The most samples of a frame, of both channels together.</summary>
    public const int MaxSamples = 2 * 1152;

    private const int ReadAhead = 8; // bytes of main data that NLayer may look at behind those of the frame
    private const float MaxPeak = 4; // 12 dB above full scale: no encoder was given that

    private readonly MpegFrameDecoder _decoder = new();
    private readonly MpegFrame _frame = new();
    private readonly MainData _mainData = new();
    private readonly EightKilohertz _eightKilohertz = new();
    private int _tableRate; // for which NLayer's tables are complete
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
        if (!Prepare(header, bytes))
        {
            _isInterrupted = true;
            return false;
        }

        if (_tableRate != header.SampleRate && header.Layer == MpegLayer.LayerIII)
        {
            // NLayer makes its tables with the first frame.
            if (_tableRate == 0)
                TryDecode(samples[..(header.Samples * header.Channels)]);
            NLayerTables.Complete(_decoder, header.SampleRate);
            _frame.Intensity ??= IntensityStereo.Of(_decoder);
            _tableRate = header.SampleRate;
            _isInterrupted = true;
        }

        if (_isInterrupted)
            _decoder.Reset();
        _isInterrupted = !TryDecode(samples[..(header.Samples * header.Channels)]);
        return !_isInterrupted;
    }

    private bool Prepare(MpegHeader header, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> body = bytes[header.BodyStart..];
        if (header.Layer != MpegLayer.LayerIII)
        {
            _frame.Set(header, body);
            return true;
        }

        ReadOnlySpan<byte> side = body[..header.SideLength];
        bool isRight = !header.HasCrc || HasRightChecksum(bytes, side);
        var info = SideInformation.Read(header, side);
        bool isWhole = _mainData.Add(body[header.SideLength..], info.Begin, out ReadOnlySpan<byte> mainData);
        if (!isRight || !info.IsValid || !isWhole || info.Bits > 8 * mainData.Length)
            return false;
        mainData = mainData[..Math.Min(mainData.Length, info.Bits / 8 + ReadAhead)];
        if (!_eightKilohertz.TryRewrite(header, ref side, ref mainData))
            return false;
        _frame.Set(header, side, mainData);
        return true;
    }

    /// <summary>Some encoders write no checksum where one should be, so one must have been right before.</summary>
    private bool HasRightChecksum(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> side)
    {
        int crc = MpegCrc.Add(MpegCrc.Start, bytes.Slice(2, 2));
        bool isRight = MpegCrc.Add(crc, side) == (bytes[4] << 8 | bytes[5]);
        _hasRightChecksum |= isRight;
        return isRight || !_hasRightChecksum;
    }

    private bool TryDecode(Span<float> samples)
    {
        try
        {
            if (_decoder.DecodeFrame(_frame, samples) != samples.Length)
                return false;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or IndexOutOfRangeException)
        {
            return false; // what NLayer throws for damaged bytes
        }

        return Math.Abs(TensorPrimitives.MaxMagnitude<float>(samples)) <= MaxPeak; // not so if one is NaN
    }
}
