using System.Text;
using Audio.Protocol;

namespace Audio.Core.Codecs.Wav;

/// <summary>What stands in front of the first header: a byte order mark, blank lines, an ID3 tag.</summary>
internal static class LeadIn
{
    private const int MaxBlanks = 8; // in front of what may be samples
    private const int MaxBytes = 4096;
    private const int NameBytes = 4;

    private static ReadOnlySpan<byte> Blanks => " \t\r\n\uFEFF"u8;

    /// <summary>What begins behind the blanks; <see cref="Landmark.None"/>: samples, or another kind of file.</summary>
    /// <param name="bytes">The first bytes of the stream.</param>
    /// <param name="mayBeRaw">Whether it may be samples without a header.</param>
    /// <param name="blanks">Blanks in front of it.</param>
    public static Landmark At(ReadOnlySpan<byte> bytes, bool mayBeRaw, out int blanks)
    {
        blanks = bytes.IndexOfAnyExcept(Blanks);
        if (blanks < 0)
            blanks = bytes.Length;
        if (mayBeRaw && blanks > MaxBlanks)
            return Landmark.None;
        ReadOnlySpan<byte> begin = bytes[blanks..];
        if (begin.IsEmpty)
            return Landmark.Undecided;
        Landmark header = Landmarks.HeaderAt(begin);
        return header == Landmark.None ? Landmarks.TagAt(begin) : header;
    }

    /// <summary>Whether this byte may be blank, or of a byte order mark.</summary>
    public static bool IsBlank(byte value) => Blanks.Contains(value);

    /// <summary>Whether a stream that ends with these bytes, which are undecided, ends inside a header.</summary>
    public static bool IsCutOff(ReadOnlySpan<byte> bytes)
    {
        int begin = bytes.IndexOfAnyExcept(Blanks);
        return begin >= 0 && bytes.Length - begin >= NameBytes;
    }

    /// <summary>Refuses a stream that has only blanks.</summary>
    /// <param name="bytes">How many it had.</param>
    public static void CheckLength(long bytes)
    {
        if (bytes > MaxBytes)
            throw Malformed($"There is no WAV header: the first {MaxBytes} bytes are blank.");
    }

    /// <summary>Whether it is a RIFF file, of whatever type; as samples it would be noise.</summary>
    public static bool IsRiff(ReadOnlySpan<byte> begin) => begin.StartsWith("RIFF"u8) || begin.StartsWith("RIFX"u8);

    /// <summary>Why what is no WAV file cannot be played.</summary>
    /// <param name="begin">How it begins.</param>
    public static ProtocolException Refusal(ReadOnlySpan<byte> begin) =>
        begin.Length >= Landmarks.MaxBytes && IsRiff(begin)
            ? new ProtocolException(
                ProtocolErrorCode.Unsupported,
                $"It is a RIFF file of type {Quoted(begin[8..12])}, not WAVE; send a WAV file."
            )
            : Malformed(
                $"It is no WAV file: it begins with {Quoted(begin[..Math.Min(begin.Length, NameBytes)])}. "
                    + "Send a RIFF/WAVE header, or declare the format of raw samples."
            );

    /// <summary>Why a stream that ended before any sample cannot be played.</summary>
    /// <param name="rest">Its last bytes.</param>
    /// <param name="before">Bytes in front of these.</param>
    /// <param name="isInHeader">Whether they are in a header.</param>
    public static ProtocolException RefusalOfEnd(ReadOnlySpan<byte> rest, long before, bool isInHeader)
    {
        if (before == 0 && rest.IsEmpty)
            return Malformed("The stream is empty; send a WAV file.");
        return !isInHeader && At(rest, mayBeRaw: false, out int blanks) == Landmark.None
            ? Refusal(rest[blanks..])
            : Malformed("The stream ended inside its WAV header.");
    }

    private static string Quoted(ReadOnlySpan<byte> bytes) =>
        bytes.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E)
            ? $"0x{Convert.ToHexString(bytes)}"
            : $"'{Encoding.ASCII.GetString(bytes)}'";

    private static ProtocolException Malformed(string message) => new(ProtocolErrorCode.Malformed, message);
}
