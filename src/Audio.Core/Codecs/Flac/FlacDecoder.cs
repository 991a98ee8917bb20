using Audio.Protocol;

namespace Audio.Core.Codecs.Flac;

/// <summary>
/// Decodes FLAC in its own container (RFC 9639): one stream, or several of them one behind another. Damaged frames are
/// concealed for as long as the numbers of their neighbours say.
/// </summary>
internal sealed class FlacDecoder : FramedDecoder
{
    private const int MaxSearched = 2 << 20; // without a frame
    private const int MaxSearchedForeign = 64 * 1024; // the same, without a header of the stream

    private enum Stage
    {
        Frames,
        Metadata,
    }

    private readonly FlacFrameDecoder _frame = new();
    private readonly FlacTimeline _timeline = new();
    private readonly ParsingBudget _budget = new();
    private FlacMetadata? _metadata;
    private SoundInfo? _info;
    private Concealment _concealment = new(1, 1);
    private Stage _stage;
    private long _skip; // bytes that are no sound and still to come, or in the buffer
    private bool _isSearching; // for a frame, behind damage
    private long _searched; // bytes without a frame, before the first
    private bool _hasDecoded;
    private int _hidden; // frames to conceal
    private int _read; // frames read of the block
    private bool _hasBlock;

    /// <inheritdoc/>
    public override bool HasOutput => _hidden > 0 || _hasBlock;

    /// <inheritdoc/>
    public override int PendingBytes => _skip > 0 ? 0 : Input.Length;

    /// <inheritdoc/>
    public override SoundInfo? Info => _info;

    /// <inheritdoc/>
    protected override ProtocolException NothingFound() =>
        Refusal($"The FLAC stream ended after {BytesIgnored:N0} bytes without a frame");

    /// <inheritdoc/>
    protected override bool Write(Span<float> samples, ref int written)
    {
        if (!HasOutput)
            return true;
        if (_hidden > 0 && Format is { } format)
        {
            int frames = Math.Min(_hidden, (samples.Length - written) / format.Channels);
            _concealment.Hide(samples.Slice(written, frames * format.Channels));
            written += frames * format.Channels;
            _hidden -= frames;
        }

        if (_hidden == 0 && _hasBlock && Format == _frame.Format)
        {
            int channels = _frame.Format.Channels;
            int frames = Math.Min(_frame.Header.BlockSize - _read, (samples.Length - written) / channels);
            Span<float> target = samples.Slice(written, frames * channels);
            _frame.Read(_read, target);
            _concealment.Pass(target);
            written += target.Length;
            _read += frames;
            _hasBlock = _read < _frame.Header.BlockSize;
        }
        else if (_hidden == 0 && _hasBlock)
        {
            Become(_frame.Format);
        }

        return !HasOutput;
    }

    private void Become(DecodedFormat format)
    {
        if (Format == format)
            return;
        Format = format;
        _concealment = new Concealment(format.SampleRate, format.Channels);
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

        if (Input.Length == 0)
            return IsEnding && _isSearching && Settle();
        return _stage == Stage.Metadata ? StepMetadata() : StepFrames();
    }

    private bool StepMetadata()
    {
        ReadOnlySpan<byte> bytes = Input.Bytes;
        int needed = FlacMetadata.HeaderLength;
        int length = bytes.Length;
        if (bytes.Length >= needed && !FlacMetadata.Measure(bytes, out needed, out length))
        {
            EndMetadata();
            return true;
        }

        if (bytes.Length < needed)
        {
            if (IsEnding)
                _skip = bytes.Length;
            return IsEnding;
        }

        _metadata!.Read(bytes[..needed]);
        _skip = length;
        if (FlacMetadata.IsLast(bytes))
            EndMetadata();
        return true;
    }

    private void EndMetadata()
    {
        _stage = Stage.Frames;
        _frame.Info = _metadata!.StreamInfo;
        _frame.Speakers = _metadata.Speakers;
        _timeline.Start(_metadata.StreamInfo);
        _info = _metadata.Info;
        if (_metadata.StreamInfo is not { } info)
            return;
        if (info.MinBlock * info.Channels > FlacFrameDecoder.MaxSamples)
        {
            throw new ProtocolException(
                ProtocolErrorCode.TooLarge,
                $"The FLAC stream has blocks of {info.MinBlock} samples in {info.Channels} channels; encode it with "
                    + "blocks of at most 16,384 samples."
            );
        }

        Become(
            new DecodedFormat(info.SampleRate, info.Channels, FlacChannels.Speakers(info.Channels, _frame.Speakers))
        );
    }

    private bool StepFrames()
    {
        ReadOnlySpan<byte> bytes = Input.Bytes;
        if (bytes.Length > 1 ? FlacFrameHeader.IsSync(bytes[0], bytes[1]) : bytes[0] == 0xFF)
            return StepFrame(bytes);
        if (TagSizes.Begins(bytes, "fLaC"u8))
        {
            if (bytes.Length < 4)
                return IsEnding && Search(1);
            return _isSearching ? Settle() : StartStream();
        }

        long tag = _isSearching ? 0 : TagSizes.Measure(bytes);
        if (tag == 0)
            return Search(1);
        if (tag > 0)
            _skip = tag;
        else if (IsEnding)
            _skip = bytes.Length;
        return tag > 0 || IsEnding;
    }

    private bool StartStream()
    {
        _metadata = new FlacMetadata();
        _stage = Stage.Metadata;
        Ignore(4);
        return true;
    }

    private bool StepFrame(ReadOnlySpan<byte> bytes)
    {
        FlacFrameState state = _frame.Decode(bytes);
        if (state == FlacFrameState.Whole)
        {
            TakeFrame();
            return true;
        }

        bool isCut = state == FlacFrameState.Incomplete;
        if (isCut && !IsEnding)
            return false;

        int parsed = 1;
        if (_frame.HasHeader)
        {
            // A frame that the end cut off was never whole: it fades out, and that is all.
            _timeline.Lose(isCut ? 0 : _frame.Header.BlockSize);
            parsed = Math.Clamp(_frame.Length, 1, bytes.Length);
        }

        _frame.Restart();
        return Search(_budget.Spend(BytesIgnored, parsed) ? 1 : parsed);
    }

    private void TakeFrame()
    {
        int missing = _timeline.Take(_frame.Header, _frame.Format, _isSearching, out int damaged);
        Damaged += damaged;
        _hidden = Format is null ? 0 : missing;
        _hasBlock = true;
        _read = 0;
        _hasDecoded = true;
        _isSearching = false;
        _budget.Earn(_frame.Length);
        Input.Drop(_frame.Length);
    }

    /// <summary>Skips to where a frame or a stream may begin.</summary>
    /// <param name="from">The first byte that is not skipped for certain.</param>
    private bool Search(int from)
    {
        if (!_isSearching)
            Damaged++;
        _isSearching = true;
        int next = Input.Bytes[from..].IndexOfAny((byte)0xFF, (byte)'f');
        int skipped = next < 0 ? Input.Length : from + next;
        Ignore(skipped);
        if (_hasDecoded)
            return true;
        _searched += skipped;
        if (_searched > (_metadata is null ? MaxSearchedForeign : MaxSearched))
            throw Refusal($"No whole frame of FLAC was found in {_searched:N0} bytes");
        return true;
    }

    /// <summary>Conceals what was lost before another stream, or the end.</summary>
    private bool Settle()
    {
        _isSearching = false;
        _hidden = Format is { } format ? _timeline.Settle(format.SampleRate) : 0;
        return true;
    }

    private void Ignore(int count)
    {
        BytesIgnored += count;
        Input.Drop(count);
    }

    private static ProtocolException Refusal(string found) =>
        new(ProtocolErrorCode.Malformed, $"{found}; send a FLAC file as its encoder wrote it, from its first byte on.");
}
