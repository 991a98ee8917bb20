using Audio.Protocol;

namespace Audio.Core.Codecs.Wav;

/// <summary>
/// Decodes WAV files: RIFF, RIFX, RF64 and BW64, one after another, with what programs write in front of the samples
/// and behind them, and with sizes that are wrong or that nobody knew. What has no header is sound of the format
/// before, or of the declared one.
/// </summary>
/// <remarks>
/// The end of the samples is a declared size, and then whatever is no known chunk and no header is sound again. A
/// header ends the samples anywhere, and behind an unknown size a chunk that programs write there does so, too. Only
/// bytes that may begin one of these wait for the next piece.
/// </remarks>
internal sealed class WavDecoder : IAudioDecoder
{
    private const int StepBytes = 2048; // the most bytes that are searched before they are decoded

    private readonly AudioFormat? _declared;
    private readonly WavSound _sound;
    private readonly HeaderParser _header = new();
    private readonly HeldBytes _held = new();
    private WavState _state;
    private WavState _afterClosing;
    private long _position; // bytes that have left the decoder's hands
    private long? _riffEnd; // where the file ends by its own header
    private long? _left; // bytes of samples that are still to come; null: up to the end
    private long _toSkip;
    private bool _mayBePadded;
    private long _bytesIgnored;
    private int _damagedHeaders;
    private int _leadBytes; // blanks in front of the first header

    /// <param name="declared">The format of samples without a header; <see langword="null"/>: there is one.</param>
    /// <param name="mp3">Makes a decoder for MP3 in WAV; <see langword="null"/>: it is refused.</param>
    public WavDecoder(AudioFormat? declared = null, Func<IAudioDecoder>? mp3 = null)
    {
        _declared = declared;
        _sound = new WavSound(mp3);
    }

    /// <inheritdoc/>
    public DecodedFormat? Format => _sound.Format;

    /// <inheritdoc/>
    public bool HasOutput => _sound.HasOutput || _state == WavState.Closing;

    /// <inheritdoc/>
    public int PendingBytes => _held.Count + _sound.PendingBytes;

    /// <inheritdoc/>
    public long BytesIgnored => _bytesIgnored + _sound.BytesIgnored;

    /// <inheritdoc/>
    public int Damaged => _damagedHeaders + _sound.Damaged;

    /// <inheritdoc/>
    public SoundInfo? Info { get; private set; }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> bytes, Span<float> samples, out int bytesConsumed, out int samplesWritten)
    {
        bytesConsumed = 0;
        samplesWritten = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = bytes[bytesConsumed..];
            ReadOnlySpan<byte> window = _held.With(rest);
            int held = _held.Count;
            WavState before = _state;
            WavOutcome outcome = Advance(window, samples[samplesWritten..], out int used, out int written);
            samplesWritten += written;
            _position += used;
            bytesConsumed += _held.Drop(used);
            // Samples and what stands between them are steps of their own, so that the caller knows which became which.
            if (outcome == WavOutcome.NeedsRoom || (IsSound(before) != IsSound(_state) && bytesConsumed > 0))
                return;
            if (outcome == WavOutcome.GoesOn || (used > 0 && window.Length < held + rest.Length))
                continue;
            _held.Hold(bytes[bytesConsumed..]);
            bytesConsumed = bytes.Length;
            return;
        }
    }

    /// <inheritdoc/>
    public bool End(Span<float> samples, out int samplesWritten)
    {
        samplesWritten = 0;
        while (_state != WavState.Ended)
        {
            WavOutcome outcome = Finish(samples[samplesWritten..], out int written);
            samplesWritten += written;
            if (outcome == WavOutcome.NeedsRoom)
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _sound.Dispose();

    private WavOutcome Advance(ReadOnlySpan<byte> bytes, Span<float> samples, out int used, out int written)
    {
        (used, written) = (0, 0);
        switch (_state)
        {
            case WavState.Lead:
                return ReadLead(bytes, ref used);
            case WavState.Header:
                return ReadHeader(bytes, ref used);
            case WavState.Sound:
                return Play(bytes, samples, out used, out written);
            case WavState.Closing:
                return Close(samples, out written);
            case WavState.Behind:
                return LookBehind(bytes, ref used);
            default:
                return Skip(bytes, ref used);
        }
    }

    /// <summary>Finds the first header or the first sample.</summary>
    private WavOutcome ReadLead(ReadOnlySpan<byte> bytes, ref int used)
    {
        Landmark landmark = LeadIn.At(bytes, mayBeRaw: _declared is not null, out int blanks);
        if (landmark == Landmark.None && _declared is { } raw && !LeadIn.IsRiff(bytes[blanks..]))
            return OpenSound(WavFormat.Of(raw), bytes: null);
        if (landmark == Landmark.Undecided && _declared is not null)
            return WavOutcome.NeedsBytes; // the blanks may be samples
        ReadOnlySpan<byte> begin = bytes[blanks..];
        used += blanks;
        LeadIn.CheckLength(_leadBytes += blanks);
        if (landmark is Landmark.Header or Landmark.Tag)
            return Begin(landmark, begin, ref used);
        return landmark == Landmark.Undecided || begin.Length < Landmarks.MaxBytes
            ? WavOutcome.NeedsBytes
            : throw LeadIn.Refusal(begin);
    }

    /// <summary>Begins a header or a tag, and takes its first bytes.</summary>
    private WavOutcome Begin(Landmark landmark, ReadOnlySpan<byte> bytes, ref int used)
    {
        if (landmark == Landmark.Tag)
        {
            _toSkip = TagSizes.Measure(bytes) - TagSizes.Id3v2Header;
            _mayBePadded = false;
            _state = WavState.Skipping;
            used += TagSizes.Id3v2Header;
            return WavOutcome.GoesOn;
        }

        bool isBigEndian = bytes[3] == (byte)'X';
        uint size = Landmarks.ChunkSize(bytes, isBigEndian);
        _riffEnd = size is 0 or >= HeaderParser.MinUnknownSize
            ? null
            : _position + used + Landmarks.ChunkHeaderBytes + size;
        _header.Begin(isBigEndian);
        _state = WavState.Header;
        used += Landmarks.MaxBytes;
        return WavOutcome.GoesOn;
    }

    private WavOutcome ReadHeader(ReadOnlySpan<byte> bytes, ref int used)
    {
        HeaderStep step = _header.Read(bytes, out int read);
        used += read;
        switch (step)
        {
            case HeaderStep.NeedsBytes:
                return WavOutcome.NeedsBytes;
            case HeaderStep.AtHeader:
                return Begin(Landmark.Header, bytes[read..], ref used);
            case HeaderStep.AtSamples when _header.Format is not null || _sound.HasBegun:
                WavFormat? format = _header.Format;
                if (format is not null && _sound.RefusalOf(format) is { } unplayable)
                    return Refuse(unplayable);
                DescribeFile(format);
                return OpenSound(format, _header.DataBytes);
            default:
                return Refuse(
                    _header.Refusal
                        ?? new ProtocolException(
                            ProtocolErrorCode.Malformed,
                            "The WAV header has no format (fmt) before its data."
                        )
                );
        }
    }

    /// <summary>A file that cannot be played is an error if it is the first, and is passed over if it is not.</summary>
    private WavOutcome Refuse(ProtocolException refusal)
    {
        if (!_sound.HasBegun)
            throw refusal;
        _damagedHeaders++;
        _toSkip = long.MaxValue; // up to the next header
        _state = WavState.Skipping;
        return WavOutcome.GoesOn;
    }

    private void DescribeFile(WavFormat? format)
    {
        bool isOnly = Info is null; // nobody knows how many more there are
        long? frames = isOnly && _header.DataBytes is { } bytes ? format?.FramesIn(bytes) : null;
        Info = new SoundInfo("WAV", _header.Title, _header.Artist, frames);
    }

    /// <summary>Begins samples.</summary>
    /// <param name="format">Their format; <see langword="null"/>: as before.</param>
    /// <param name="bytes">How many there are; <see langword="null"/>: nobody knows.</param>
    private WavOutcome OpenSound(WavFormat? format, long? bytes)
    {
        DecodedFormat? before = _sound.Format;
        _sound.Open(format);
        _left = bytes;
        _mayBePadded = bytes % 2 == 1;
        _state = bytes is null ? WavState.Behind : WavState.Sound;
        return _sound.Format == before ? WavOutcome.GoesOn : WavOutcome.NeedsRoom;
    }

    private WavOutcome Play(ReadOnlySpan<byte> bytes, Span<float> samples, out int used, out int written)
    {
        (used, written) = (0, 0);
        if (_left == 0 && !_sound.HasOutput)
        {
            _state = WavState.Behind;
            return WavOutcome.GoesOn;
        }

        ReadOnlySpan<byte> step = bytes[..Math.Min(bytes.Length, StepBytes)];
        int length = Landmarks.Find(step, onlyHeaders: _left is not null, _header.IsBigEndian, out Landmark found);
        if (_left <= length)
        {
            length = (int)_left;
            found = Landmark.None;
        }

        if (length > 0 || _sound.HasOutput)
        {
            DecodedFormat? before = _sound.Format;
            _sound.Decode(step[..length], samples, out used, out written);
            _left -= used;
            bool isDone = used == length && !_sound.HasOutput && _sound.Format == before;
            return isDone ? WavOutcome.GoesOn : WavOutcome.NeedsRoom;
        }

        if (found is Landmark.None or Landmark.Undecided)
            return WavOutcome.NeedsBytes;
        _mayBePadded = false;
        _state = WavState.Behind;
        return WavOutcome.GoesOn;
    }

    private WavOutcome Close(Span<float> samples, out int written)
    {
        DecodedFormat? before = _sound.Format;
        if (!_sound.Close(samples, out written))
            return WavOutcome.NeedsRoom;
        _state = _afterClosing;
        return _sound.Format == before ? WavOutcome.GoesOn : WavOutcome.NeedsRoom;
    }

    private WavOutcome LookBehind(ReadOnlySpan<byte> bytes, ref int used)
    {
        bool isPadding = bytes.IsEmpty || bytes[0] == 0 || _sound.PendingBytes == 0; // and completes no frame
        Landmark landmark = Trailer.At(
            bytes,
            _riffEnd - _position,
            _header.IsBigEndian,
            _mayBePadded && isPadding,
            out int padding
        );
        switch (landmark)
        {
            case Landmark.None:
                return FindSoundBehind();
            case Landmark.Undecided:
                return WavOutcome.NeedsBytes;
            case var _ when _sound.IsOpen:
                _state = WavState.Closing;
                _afterClosing = WavState.Behind;
                return WavOutcome.GoesOn;
            default:
                Ignore(padding, ref used);
                ReadOnlySpan<byte> begin = bytes[padding..];
                return landmark == Landmark.Chunk ? BeginChunk(begin, ref used) : Begin(landmark, begin, ref used);
        }
    }

    private WavOutcome BeginChunk(ReadOnlySpan<byte> bytes, ref int used)
    {
        if (bytes.StartsWith("fmt "u8))
        {
            _header.Begin(_header.IsBigEndian);
            _state = WavState.Header;
            return WavOutcome.GoesOn;
        }

        uint size = Landmarks.ChunkSize(bytes, _header.IsBigEndian);
        Ignore(Landmarks.ChunkHeaderBytes, ref used);
        if (bytes.StartsWith("data"u8))
            return OpenSound(format: null, _header.DataSize(size));
        _toSkip = size;
        _mayBePadded = size % 2 == 1;
        _state = WavState.Skipping;
        return WavOutcome.GoesOn;
    }

    /// <summary>What is neither a chunk nor a header is sound, unless it belongs to a file whose chunks came.</summary>
    private WavOutcome FindSoundBehind()
    {
        if (_sound.IsOpen)
        {
            _left = null;
            _state = WavState.Sound;
            if (Info is { Frames: not null } info)
                Info = info with { Frames = null };
            return WavOutcome.GoesOn;
        }

        if (_riffEnd > _position)
        {
            _toSkip = _riffEnd.Value - _position;
            _mayBePadded = false;
            _state = WavState.Skipping;
            return WavOutcome.GoesOn;
        }

        return OpenSound(format: null, bytes: null);
    }

    private WavOutcome Skip(ReadOnlySpan<byte> bytes, ref int used)
    {
        int passed = Landmarks.Pass(bytes, _toSkip, _header.IsBigEndian, out bool isHeader);
        Ignore(passed, ref used);
        _toSkip -= passed;
        if (_toSkip > 0 && !isHeader)
            return WavOutcome.NeedsBytes;
        _state = _sound.HasBegun ? WavState.Behind : WavState.Lead;
        return WavOutcome.GoesOn;
    }

    /// <summary>Ends the stream in any state.</summary>
    private WavOutcome Finish(Span<float> samples, out int written)
    {
        written = 0;
        switch (_state)
        {
            case WavState.Lead when _declared is { } raw && !LeadIn.IsCutOff(_held.Span):
                return OpenSound(WavFormat.Of(raw), bytes: null);
            case WavState.Sound or WavState.Behind when IsSoundAtEnd():
                _sound.Decode(_held.Span, samples, out int used, out written);
                _held.Drop(used);
                return _held.Count > 0 || _sound.HasOutput ? WavOutcome.NeedsRoom : WavOutcome.GoesOn;
            case WavState.Closing:
                _afterClosing = WavState.Ended;
                return Close(samples, out written);
            default:
                if (!_sound.HasBegun)
                {
                    throw LeadIn.RefusalOfEnd(_held.Span, _position, isInHeader: _state == WavState.Header);
                }

                _bytesIgnored += _held.Count;
                _held.Drop(_held.Count);
                _state = WavState.Closing;
                return WavOutcome.GoesOn;
        }
    }

    private bool IsSoundAtEnd() =>
        _sound.IsOpen && _held.Count > 0 && Trailer.IsSoundAtEnd(_held.Span, _mayBePadded && _state == WavState.Behind);

    private static bool IsSound(WavState state) => state is WavState.Sound or WavState.Closing;

    private void Ignore(int bytes, ref int used)
    {
        used += bytes;
        if (_sound.HasBegun)
            _bytesIgnored += bytes;
    }
}
