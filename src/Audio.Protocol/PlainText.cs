using System.Buffers;
using System.Globalization;
using System.Text;

namespace Audio.Protocol;

/// <summary>
/// Makes text safe to show on a terminal. Text from a client, a file or another program may contain escape sequences,
/// C1 controls, line breaks, bidirectional controls, and halves of surrogate pairs. Applied where text leaves the
/// program: to the log and to a terminal.
/// </summary>
public static class PlainText
{
    /// <summary>Replaces what was removed.</summary>
    private static readonly Rune Mark = new('?');

    /// <summary>
    /// Text for one line: tabs become spaces; every other control, including line breaks, becomes a question mark.
    /// </summary>
    public static string Line(string text) =>
        IsPlain(text, severalLines: false) ? text : Cleaned(text, severalLines: false);

    /// <summary>Text for several lines: line breaks and tabs are kept.</summary>
    public static string Lines(string text) =>
        IsPlain(text, severalLines: true) ? text : Cleaned(text, severalLines: true);

    private static bool IsPlain(string text, bool severalLines)
    {
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Next(rest, out Rune rune, out int length) && Steers(rune) && !(severalLines && IsLayout(rest)))
                return false;
            if (length == 0)
                return false;
            rest = rest[length..];
        }
        return true;
    }

    private static string Cleaned(string text, bool severalLines)
    {
        var clean = new StringBuilder(text.Length);
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            bool isRune = Next(rest, out Rune rune, out int length);
            if (severalLines && IsLayout(rest))
                clean.Append(rune);
            else if (rest[0] == '\t')
                clean.Append(' ');
            else
                clean.Append(isRune && !Steers(rune) ? rune : Mark);
            rest = rest[Math.Max(1, length)..];
        }
        return clean.ToString();
    }

    /// <param name="text">Text that is not empty.</param>
    /// <param name="rune">The first character.</param>
    /// <param name="length">Its length in UTF-16 units; 0 for half of a surrogate pair.</param>
    private static bool Next(ReadOnlySpan<char> text, out Rune rune, out int length)
    {
        if (Rune.DecodeFromUtf16(text, out rune, out length) == OperationStatus.Done)
            return true;
        length = 0;
        return false;
    }

    /// <summary>
    /// Characters allowed in text of several lines: tab, line feed, and a carriage return before a line feed.
    /// </summary>
    private static bool IsLayout(ReadOnlySpan<char> text) => text[0] is '\n' or '\t' || text.StartsWith("\r\n");

    /// <summary>Control characters, bidirectional and invisible characters, and line separators.</summary>
    private static bool Steers(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
