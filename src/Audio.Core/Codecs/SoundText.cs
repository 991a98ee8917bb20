using System.Text;

namespace Audio.Core.Codecs;

/// <summary>A text of a stream, such as its title, for people.</summary>
internal static class SoundText
{
    /// <summary>The most bytes of a text that are worth decoding.</summary>
    public const int MaxBytes = 4 * MaxCharacters;

    private const int MaxCharacters = 200; // UTF-16 code units

    /// <summary>The text without control characters and blanks around it, and its beginning if it is long.</summary>
    /// <returns>The text; <see langword="null"/> if nothing is left.</returns>
    public static string? Clean(string text)
    {
        var clean = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune))
                continue;
            if (clean.Length + rune.Utf16SequenceLength > MaxCharacters)
                break;
            clean.Append(rune.ToString());
        }

        string result = clean.ToString().Trim();
        return result.Length > 0 ? result : null;
    }
}
