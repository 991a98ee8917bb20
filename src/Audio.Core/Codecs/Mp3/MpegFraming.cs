namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// Finds frames. A header may be chance, so it is believed only if another follows where the frame ends, or if it
/// stands where the previous frame ended and continues its stream.
/// </summary>
internal sealed class MpegFraming
{
    private MpegHeader? _current; // of the last frame
    private int _freeLength; // of frames with a free bit rate, without padding; 0: not known
    private bool _isSynchronized; // the bytes begin where the last frame ended
    private bool _isSearching; // they begin somewhere

    /// <summary>Looks at what begins here.</summary>
    /// <param name="bytes">The bytes so far.</param>
    /// <param name="isEnd">Whether no more come.</param>
    /// <param name="header">The header, if it is a frame.</param>
    /// <param name="length">The bytes of the frame or the tag, or those that are neither.</param>
    public MpegFinding Find(ReadOnlySpan<byte> bytes, bool isEnd, out MpegHeader header, out long length)
    {
        header = default;
        length = _isSearching ? 0 : TagSizes.Measure(bytes);
        if (length > 0)
            return MpegFinding.Tag;
        if (length < 0 || bytes.Length < MpegHeader.Size)
        {
            length = bytes.Length;
            return isEnd ? Lose() : MpegFinding.Incomplete;
        }

        if (!MpegHeader.TryRead(bytes, out header))
            return Skip(bytes, out length);
        int frame = LengthOf(bytes, isEnd, header);
        if (frame == 0)
            return MpegFinding.Incomplete;
        if (frame < 0)
            return Skip(bytes, out length);
        // What never becomes whole may have others in it.
        if (bytes.Length < frame)
            return isEnd ? Skip(bytes, out length) : MpegFinding.Incomplete;
        switch (IsBelieved(bytes, isEnd, header, frame))
        {
            case null:
                return MpegFinding.Incomplete;
            case false:
                return Skip(bytes, out length);
        }

        if (header.IsFree)
            _freeLength = frame - header.Padding;
        _current = header;
        _isSynchronized = true;
        _isSearching = false;
        length = frame;
        return MpegFinding.Frame;
    }

    /// <summary>Whether it is a frame; <see langword="null"/>: the next header must come.</summary>
    private bool? IsBelieved(ReadOnlySpan<byte> bytes, bool isEnd, MpegHeader header, int length)
    {
        if (_isSynchronized && _current is { } last && header.CanFollow(last))
            return true;
        ReadOnlySpan<byte> behind = bytes[length..];
        if (behind.Length >= MpegHeader.Size)
        {
            bool isFollowed = MpegHeader.TryRead(behind, out MpegHeader next) && next.CanFollow(header);
            return isFollowed || TagSizes.Measure(behind) != 0;
        }

        return isEnd ? _current is not { } stream || header.CanFollow(stream) : null;
    }

    /// <summary>The bytes of a frame; 0: not known yet; -1: it is none.</summary>
    private int LengthOf(ReadOnlySpan<byte> bytes, bool isEnd, MpegHeader header)
    {
        if (!header.IsFree)
            return header.Length;
        if (_isSynchronized && _freeLength > 0)
            return ContinuedLength(header);
        // The next header says it.
        ReadOnlySpan<byte> limited = bytes[..Math.Min(bytes.Length, MpegHeader.MaxLength + MpegHeader.Size)];
        int at = header.MinLength;
        while (at + MpegHeader.Size <= limited.Length)
        {
            int found = limited[at..^(MpegHeader.Size - 1)].IndexOf((byte)0xFF);
            if (found < 0)
                break;
            at += found;
            if (MpegHeader.TryRead(limited[at..], out MpegHeader next) && next.CanFollow(header))
                return at;
            at++;
        }
        return isEnd || limited.Length < bytes.Length ? -1 : 0;
    }

    /// <summary>A checksum, or a channel more than before, may not fit into a frame of the same length.</summary>
    private int ContinuedLength(MpegHeader header)
    {
        int length = _freeLength + header.Padding;
        return length >= header.MinLength ? length : -1;
    }

    private MpegFinding Skip(ReadOnlySpan<byte> bytes, out long length)
    {
        int next = bytes[1..].IndexOf((byte)0xFF);
        length = next < 0 ? bytes.Length : 1 + next;
        return Lose();
    }

    private MpegFinding Lose()
    {
        _isSynchronized = false;
        _isSearching = true;
        return MpegFinding.Nothing;
    }
}
