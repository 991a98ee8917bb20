using Audio.Core.Codecs.Foreign;
using Audio.Core.Codecs.Mp3;
using Audio.Protocol;

namespace Audio.Core.Codecs.Detection;

/// <summary>
/// Chooses the decoder by the first bytes of the stream, which it holds until then. ID3v2 tags before them are skipped,
/// whatever their size; their title is read.
/// </summary>
/// <param name="choice">Chooses it.</param>
internal sealed class DetectingDecoder(DecoderChoice choice) : IAudioDecoder
{
    /// <summary>This many bytes decide at the latest.</summary>
    public const int MaxHeld = 8 * 1024;

    /// <summary>A title further behind in a tag, such as one after a large picture, is not read.</summary>
    private const int MaxTagRead = 64 * 1024;

    private byte[] _held = new byte[64];
    private int _length; // of what is held
    private int _replayed; // of that, taken by the decoder
    private long _skip; // bytes of a tag still to come
    private bool _isTagged;
    private InputBuffer? _tag; // what is read of the tag that is being skipped
    private SoundInfo _said = new(""); // by tags
    private IAudioDecoder? _decoder;
    private Action? _moved;

    /// <inheritdoc/>
    public DecodedFormat? Format => _decoder?.Format;

    /// <inheritdoc/>
    public bool HasOutput => _decoder is not null && (_replayed < _length || _decoder.HasOutput);

    /// <inheritdoc/>
    public bool IsWaiting => _decoder is { IsWaiting: true };

    /// <inheritdoc/>
    public Action? Moved
    {
        set => _moved = value;
    }

    /// <inheritdoc/>
    public int PendingBytes => _length - _replayed + (_decoder?.PendingBytes ?? 0);

    /// <inheritdoc/>
    public long BytesIgnored => _decoder?.BytesIgnored ?? 0;

    /// <inheritdoc/>
    public int Damaged => _decoder?.Damaged ?? 0;

    /// <inheritdoc/>
    public SoundInfo? Info =>
        _decoder?.Info is { } info
            ? info with
            {
                Title = _said.Title ?? info.Title,
                Artist = _said.Artist ?? info.Artist,
            }
            : null;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> bytes, Span<float> samples, out int bytesConsumed, out int samplesWritten)
    {
        samplesWritten = 0;
        bytesConsumed = 0;
        if (!Find(bytes, ref bytesConsumed) || !Replay(samples, out samplesWritten))
            return;
        _decoder!.Decode(bytes[bytesConsumed..], samples[samplesWritten..], out int taken, out int written);
        bytesConsumed += taken;
        samplesWritten += written;
    }

    /// <summary>Takes bytes until the decoder is chosen, without decoding anything.</summary>
    /// <returns>Whether it is.</returns>
    /// <exception cref="ProtocolException">The stream cannot be played, or nobody can tell what it is.</exception>
    public bool Find(ReadOnlySpan<byte> bytes, ref int bytesConsumed)
    {
        while (_decoder is null)
        {
            bytesConsumed += SkipTag(bytes[bytesConsumed..]);
            bytesConsumed += Hold(bytes[bytesConsumed..]);
            if (!Choose(isEnd: false) && bytesConsumed == bytes.Length)
                return false;
        }

        return true;
    }

    /// <summary>Chooses the decoder by what has come; nothing follows.</summary>
    /// <returns>Whether anything has come at all.</returns>
    /// <exception cref="ProtocolException">The stream cannot be played, or nobody can tell what it is.</exception>
    public bool FindAtEnd()
    {
        while (_decoder is null && _length > 0)
            Choose(isEnd: true);
        return _decoder is not null || !_isTagged
            ? _decoder is not null
            : throw new ProtocolException(
                ProtocolErrorCode.Malformed,
                $"There is no sound behind its ID3 tag; {ForeignDecoders.WhatIsPlayed}."
            );
    }

    /// <inheritdoc/>
    public bool End(Span<float> samples, out int samplesWritten)
    {
        samplesWritten = 0;
        if (!FindAtEnd())
            return true;
        if (!Replay(samples, out samplesWritten))
            return false;
        bool isDone = _decoder!.End(samples[samplesWritten..], out int written);
        samplesWritten += written;
        return isDone;
    }

    /// <inheritdoc/>
    public void Dispose() => _decoder?.Dispose();

    private int SkipTag(ReadOnlySpan<byte> bytes)
    {
        int skipped = (int)Math.Min(_skip, bytes.Length);
        ReadTag(bytes[..skipped]);
        return skipped;
    }

    /// <summary>Passes over bytes of a tag, and reads the title at its end.</summary>
    private void ReadTag(ReadOnlySpan<byte> bytes)
    {
        if (_tag is null)
            return;
        _skip -= bytes.Length;
        while (!bytes.IsEmpty && _tag.Length < MaxTagRead)
            bytes = bytes[_tag.Take(bytes)..];
        if (_skip > 0)
            return;
        _said = Id3v2.AddTo(_said, _tag.Bytes);
        _tag = null;
    }

    /// <summary>Holds some bytes: few at first, then twice as many.</summary>
    private int Hold(ReadOnlySpan<byte> bytes)
    {
        if (_length == _held.Length)
            Array.Resize(ref _held, 2 * _length);
        int held = Math.Min(bytes.Length, _held.Length - _length);
        bytes[..held].CopyTo(_held.AsSpan(_length));
        _length += held;
        return held;
    }

    /// <summary>Makes the decoder, or begins to skip a tag.</summary>
    /// <returns>Whether either was done; if not, more bytes are needed.</returns>
    private bool Choose(bool isEnd)
    {
        ReadOnlySpan<byte> start = _held.AsSpan(0, _length);
        if (start.StartsWith("ID3"u8) && (isEnd || _length >= TagSizes.Id3v2Header))
        {
            BeginSkip(Math.Max(TagSizes.Id3v2Header, TagSizes.Measure(start)));
            return true;
        }

        _decoder = choice.Choose(start, isEnd || _length == MaxHeld);
        if (_decoder is null)
            return false;
        _decoder.Moved = _moved;
        return true;
    }

    private void BeginSkip(long size)
    {
        _isTagged = true;
        int held = (int)Math.Min(size, _length);
        _tag = new InputBuffer();
        _skip = size;
        ReadTag(_held.AsSpan(0, held));
        _held.AsSpan(held.._length).CopyTo(_held);
        _length -= held;
    }

    /// <summary>Passes what was held.</summary>
    /// <returns>Whether the decoder has taken all of it and goes on with the same format.</returns>
    private bool Replay(Span<float> samples, out int samplesWritten)
    {
        samplesWritten = 0;
        if (_replayed == _length)
            return true;
        DecodedFormat? format = _decoder!.Format;
        _decoder.Decode(_held.AsSpan(_replayed.._length), samples, out int taken, out samplesWritten);
        _replayed += taken;
        if (_replayed < _length)
            return false;
        (_held, _length, _replayed) = ([], 0, 0);
        return _decoder.Format == format;
    }
}
