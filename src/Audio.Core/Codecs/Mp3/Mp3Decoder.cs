using Audio.Protocol;
using NAudio.Wave;

namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// Decodes MPEG audio of layers II and III: whole files, free-running streams that begin anywhere, and several of them
/// one behind another.
/// </summary>
internal sealed class Mp3Decoder : FramedDecoder
{
    private const int MaxSearched = 64 * 1024; // before the first frame
    private const string LayerIICodec = "MP2";
    private const int MaxTagRead = 64 * 1024;

    private readonly MpegFraming _framing = new();
    private readonly MpegFrameDecoding _decoding = new();
    private readonly GaplessRange _range = new();
    private readonly float[] _samples = new float[MpegFrameDecoding.MaxSamples];
    private Concealment _concealment = new(1, 1);
    private SoundInfo _info = new("MP3");
    private DecodedFormat _blockFormat;
    private int _from; // the samples of the block that are not written yet
    private int _to;
    private bool _isDamaged; // the block is to be concealed
    private int _hidden; // frames to conceal before the block
    private long _skip; // bytes of a tag, in the buffer or still to come
    private long _lost; // bytes that were skipped since the last frame
    private int _lastLength; // of a frame, in bytes

    /// <inheritdoc/>
    public override bool HasOutput => _hidden > 0 || _from < _to;

    /// <inheritdoc/>
    public override int PendingBytes => _skip > 0 ? 0 : Input.Length;

    /// <inheritdoc/>
    public override SoundInfo? Info => Format is null ? null : _info;

    /// <inheritdoc/>
    protected override ProtocolException NothingFound() =>
        Refusal($"The stream ended after {BytesIgnored:N0} bytes without a frame of MP3");

    /// <inheritdoc/>
    protected override bool Write(Span<float> samples, ref int written)
    {
        if (_hidden > 0 && Format is { } format)
        {
            int frames = Math.Min(_hidden, (samples.Length - written) / format.Channels);
            Hide(samples.Slice(written, frames * format.Channels), ref written);
            _hidden -= frames;
        }

        if (_hidden > 0 || _from == _to)
            return !HasOutput;
        if (Format != _blockFormat)
        {
            Format = _blockFormat;
            _concealment = new Concealment(_blockFormat.SampleRate, _blockFormat.Channels);
            return false;
        }

        int channels = _blockFormat.Channels;
        int length = Math.Min(_to - _from, (samples.Length - written) / channels * channels);
        Span<float> target = samples.Slice(written, length);
        if (_isDamaged)
        {
            Hide(target, ref written);
        }
        else
        {
            _samples.AsSpan(_from, length).CopyTo(target);
            _concealment.Pass(target);
            written += length;
        }

        _from += length;
        return _from == _to;
    }

    private void Hide(Span<float> target, ref int written)
    {
        _concealment.Hide(target);
        written += target.Length;
    }

    /// <inheritdoc/>
    protected override bool Step()
    {
        if (_skip > 0)
        {
            int skipped = (int)Math.Min(_skip, Input.Length);
            Ignore(skipped);
            _skip -= skipped;
            return skipped > 0;
        }

        ReadOnlySpan<byte> bytes = Input.Bytes;
        if (bytes.IsEmpty)
            return IsEnding && Settle();
        switch (_framing.Find(bytes, IsEnding, out MpegHeader header, out long length))
        {
            case MpegFinding.Frame:
                Take(header, bytes[..(int)length]);
                return true;
            case MpegFinding.Tag:
                return SkipTag(bytes, length);
            case MpegFinding.Nothing:
                Lose((int)length);
                return true;
            default:
                return false;
        }
    }

    private bool SkipTag(ReadOnlySpan<byte> bytes, long length)
    {
        if (!IsEnding && bytes.StartsWith("ID3"u8) && bytes.Length < Math.Min(length, MaxTagRead))
            return false;
        _info = Id3v2.AddTo(_info, bytes[..(int)Math.Min(bytes.Length, length)]);
        _skip = length;
        return true;
    }

    private void Lose(int count)
    {
        _lost += count;
        Ignore(count);
        if (Format is null && _lost > MaxSearched)
            throw Refusal($"No frame of MP3 was found in {_lost:N0} bytes");
    }

    private void Take(MpegHeader header, ReadOnlySpan<byte> frame)
    {
        if (_lost > 0)
            Recover(header);
        if (InfoTag.Read(header, frame) is { } tag)
        {
            _range.Start(tag, header.Samples);
            _info = _info with { Frames = _range.Length };
            _decoding.Interrupt();
            Ignore(frame.Length);
            return;
        }

        _blockFormat = new DecodedFormat(header.SampleRate, header.Channels);
        if (Format is not null && Format != _blockFormat)
            _decoding.Interrupt();
        if (header.Layer == MpegLayer.Layer2 && _info.Codec != LayerIICodec)
            _info = _info with { Codec = LayerIICodec };
        _isDamaged = !_decoding.Decode(header, frame, _samples);
        if (_isDamaged)
            Damaged++;
        (int from, int count) = _range.Take(header.Samples).GetOffsetAndLength(header.Samples);
        _from = from * header.Channels;
        _to = (from + count) * header.Channels;
        _lastLength = frame.Length;
        Input.Drop(frame.Length);
    }

    /// <summary>
    /// Conceals what was skipped before a frame: for as long as it would have been heard if it was frames of the same
    /// length, else for the time of a fade.
    /// </summary>
    private void Recover(MpegHeader header)
    {
        _decoding.Interrupt();
        if (Format is { } format)
        {
            long frames = (_lost + _lastLength / 2) / _lastLength;
            bool isFrames = frames > 0 && Math.Abs(_lost - frames * _lastLength) <= frames; // the byte of padding
            bool isShort = frames * header.Samples <= format.SampleRate;
            _hidden = isFrames && isShort ? (int)frames * header.Samples : format.SampleRate / 200;
            if (isFrames && isShort)
                _range.Take(_hidden);
            Damaged += (int)Math.Clamp(frames, 1, int.MaxValue - Damaged);
        }
        _lost = 0;
    }

    /// <summary>Fades out at the end, if something was lost before it and the sound was not over.</summary>
    private bool Settle()
    {
        if (_lost == 0 || _range.IsOver || Format is not { } format)
            return false;
        _hidden = format.SampleRate / 200;
        Damaged++;
        _lost = 0;
        return true;
    }

    private void Ignore(int count)
    {
        BytesIgnored += count;
        Input.Drop(count);
    }

    private static ProtocolException Refusal(string found) =>
        new(ProtocolErrorCode.Malformed, $"{found}; send an MP3 file or stream, from any of its frames on.");
}
