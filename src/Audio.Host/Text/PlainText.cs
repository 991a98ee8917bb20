using System.Buffers;
using System.Globalization;
using System.Text;

namespace Audio.Host.Text;

/// <summary>
/// Makes text harmless to whoever reads it on a terminal. What a client, a file or a foreign program says may hold
/// escape sequences, C1 controls, line breaks, characters that turn the direction of text, and halves of surrogate
/// pairs. Applied where words leave the program: to the log, and to a terminal.
/// </summary>
internal static class PlainText
{
    /// <summary>Stands for what was taken out.</summary>
    private static readonly Rune Mark = new('?');

    /// <summary>One line: a tab is a space, all else that steers is a question mark, line breaks too.</summary>
    public static string Line(string text) =>
        IsPlain(text, severalLines: false) ? text : Cleaned(text, severalLines: false);

    /// <summary>Text of several lines: line breaks and tabs stay.</summary>
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

    /// <param name="text">Not empty.</param>
    /// <param name="rune">What stands in front.</param>
    /// <param name="length">Its characters; 0: half of a pair.</param>
    private static bool Next(ReadOnlySpan<char> text, out Rune rune, out int length)
    {
        if (Rune.DecodeFromUtf16(text, out rune, out length) == OperationStatus.Done)
            return true;
        length = 0;
        return false;
    }

    /// <summary>
    /// What may stand in text of several lines: a tab, a line feed, and a carriage return in front of one.
    /// </summary>
    private static bool IsLayout(ReadOnlySpan<char> text) => text[0] is '\n' or '\t' || text.StartsWith("\r\n");

    /// <summary>Controls, what turns the direction of text or cannot be seen, and what begins a new line.</summary>
    private static bool Steers(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
