using Audio.Core.Codecs.Mp3;

namespace Audio.Core.Codecs.Detection;

/// <summary>
/// Finds streams without a signature: frames of MPEG audio or AAC (ADTS), each of which says where the next one begins.
/// A header alone may be two samples of sound, so several in a row are asked for where samples are possible.
/// </summary>
internal static class FrameChain
{
    /// <summary>Frames in a row that samples never look like.</summary>
    private const int SureFrames = 3;

    /// <summary>Reads the length of a frame; 0: there is no header.</summary>
    private delegate int FrameLength(ReadOnlySpan<byte> bytes);

    /// <summary>Whether a stream is MPEG audio; <see langword="null"/>: more bytes are needed.</summary>
    /// <param name="start">Its beginning.</param>
    /// <param name="mayBeSamples">
    /// Whether samples are possible: then it begins with the first of several frames.
    /// </param>
    /// <param name="isEnd">Whether no more bytes come.</param>
    public static bool? IsMpeg(ReadOnlySpan<byte> start, bool mayBeSamples, bool isEnd)
    {
        if (mayBeSamples)
            return HasFrames(start, MpegLength, SureFrames, isEnd);
        if (HasFrames(start, MpegLength, 1, isEnd) is not false and var isFirst)
            return isFirst;

        // A stream that is joined on its way begins in the middle of a frame.
        bool isOpen = false;
        for (int at = 1; at < start.Length; at++)
        {
            if (start[at] != 0xFF)
                continue;
            bool? found = HasFrames(start[at..], MpegLength, 2, isEnd);
            if (found == true)
                return true;
            isOpen |= found is null;
        }

        return isEnd ? false
            : isOpen || start.Length < DetectingDecoder.MaxHeld ? null
            : false;
    }

    /// <summary>Whether a stream is AAC in ADTS; <see langword="null"/>: more bytes are needed.</summary>
    /// <param name="start">Its beginning.</param>
    /// <param name="mayBeSamples">Whether samples are possible.</param>
    /// <param name="isEnd">Whether no more bytes come.</param>
    public static bool? IsAac(ReadOnlySpan<byte> start, bool mayBeSamples, bool isEnd) =>
        HasFrames(start, AdtsLength, mayBeSamples ? SureFrames : 1, isEnd);

    private static bool? HasFrames(ReadOnlySpan<byte> bytes, FrameLength lengthOf, int frames, bool isEnd)
    {
        for (int i = 0; i < frames; i++)
        {
            if (bytes.Length < 8)
            {
                bool mayGoOn = !isEnd && (bytes.IsEmpty || bytes[0] == 0xFF);
                return mayGoOn ? null : i > 0 && bytes.IsEmpty;
            }

            int length = lengthOf(bytes);
            if (length == 0)
                return false;
            bytes = bytes[Math.Min(length, bytes.Length)..];
        }

        return true;
    }

    /// <summary>A free bit rate says no length: such a stream is found behind a tag, or by its name.</summary>
    private static int MpegLength(ReadOnlySpan<byte> bytes) =>
        MpegHeader.TryRead(bytes, out MpegHeader header) && !header.IsFree ? header.Length : 0;

    /// <summary>ISO/IEC 14496-3, 1.A.2.2: the length has 13 bits, and counts the header of 7 bytes.</summary>
    private static int AdtsLength(ReadOnlySpan<byte> bytes)
    {
        bool isHeader = bytes[0] == 0xFF && (bytes[1] & 0xF6) == 0xF0 && (bytes[2] >> 2 & 15) < 13;
        int length = (bytes[3] & 3) << 11 | bytes[4] << 3 | bytes[5] >> 5;
        return isHeader && length > 7 ? length : 0;
    }
}
