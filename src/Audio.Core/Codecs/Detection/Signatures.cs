using System.Buffers;
using System.Text.Unicode;
using Audio.Core.Codecs.Foreign;

namespace Audio.Core.Codecs.Detection;

/// <summary>Tells streams apart by their first bytes.</summary>
internal static class Signatures
{
    /// <summary>
    /// Text is believed after this much of it; a sample of sound is hardly ever a printable character.
    /// </summary>
    private const int TextBytes = 48;

    private static readonly SearchValues<byte> Controls = SearchValues.Create([
        .. Enumerable.Range(0, 128).Select(static value => (byte)value).Where(IsControl),
    ]);

    private static readonly Signature[] Known =
    [
        new(StreamKind.Wav, "RIFF"),
        new(StreamKind.Wav, "RIFX"),
        new(StreamKind.Wav, "RF64"),
        new(StreamKind.Wav, "BW64"),
        new(StreamKind.Flac, "fLaC"),
        new(StreamKind.Ogg, "OggS"),
        new(StreamKind.Tag, "ID3"),
        Foreign("FORM", new("an AIFF file", "AIFF", "aiff")),
        Foreign("caff", new("a Core Audio file", "CAF", "caf")),
        Foreign(".snd", new("an AU file", "AU", "au")),
        Foreign("#!AMR", new("an AMR file", "AMR", "amr")),
        Foreign("ftyp", new("an MP4 file (M4A, AAC)", "MP4", "mov"), offset: 4),
        Foreign("\u001AE\u00DF\u00A3", new("a Matroska or WebM file", "Matroska", "matroska")),
        Foreign("0&\u00B2u", new("a Windows Media file", "Windows Media", "asf")),
        Foreign("wvpk", new("a WavPack file", "WavPack", "wv")),
        Foreign("MAC ", new("a Monkey's Audio file", "Monkey's Audio", "ape")),
        Foreign("MThd", new("a MIDI file")),
    ];

    /// <summary>Looks at the beginning of a stream, behind its tag if it has one.</summary>
    /// <param name="start">The bytes so far.</param>
    /// <param name="isEnd">Whether no more come.</param>
    /// <param name="format">What it is, if it is foreign.</param>
    public static StreamKind Look(ReadOnlySpan<byte> start, bool isEnd, out ForeignFormat format)
    {
        format = default;
        bool isOpen = false;
        foreach (Signature signature in Known)
        {
            switch (signature.Matches(start))
            {
                case true:
                    format = signature.Format;
                    return signature.Kind;
                case null:
                    isOpen = true;
                    break;
            }
        }

        if (TextAt(start, isEnd, ref format) is { } isText)
        {
            if (isText)
                return StreamKind.Foreign;
        }
        else
        {
            isOpen = true;
        }

        return isOpen && !isEnd ? StreamKind.Undecided : StreamKind.Unknown;
    }

    /// <summary>Whether it is JSON or markup; <see langword="null"/>: not known yet.</summary>
    private static bool? TextAt(ReadOnlySpan<byte> start, bool isEnd, ref ForeignFormat format)
    {
        ReadOnlySpan<byte> text = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        text = text.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
            return isEnd || start.Length >= TextBytes ? false : null;
        bool isJson = text[0] is (byte)'{' or (byte)'[';
        if ((!isJson && text[0] != (byte)'<') || text.ContainsAny(Controls) || !IsUtf8(text))
            return false;
        if (text.Length < TextBytes && !isEnd)
            return null;
        format = new ForeignFormat(isJson ? "JSON text" : "HTML or XML text");
        return true;
    }

    private static bool IsControl(byte value) => value is < 32 and not (9 or 10 or 13) or 127;

    /// <summary>The last character may be cut.</summary>
    private static bool IsUtf8(ReadOnlySpan<byte> text)
    {
        for (int cut = 0; cut <= Math.Min(3, text.Length); cut++)
        {
            if (Utf8.IsValid(text[..^cut]))
                return true;
        }

        return false;
    }

    private static Signature Foreign(string magic, ForeignFormat format, int offset = 0) =>
        new(StreamKind.Foreign, magic, format, offset);

    private readonly record struct Signature(
        StreamKind Kind,
        string Magic,
        ForeignFormat Format = default,
        int Offset = 0
    )
    {
        /// <summary>Whether a stream has it; <see langword="null"/>: as far as it goes.</summary>
        public bool? Matches(ReadOnlySpan<byte> start)
        {
            for (int i = 0; i < Magic.Length; i++)
            {
                if (Offset + i >= start.Length)
                    return null;
                if (start[Offset + i] != Magic[i])
                    return false;
            }

            return true;
        }
    }
}
