using System.Text;

namespace Audio.Protocol;

/// <summary>Cuts a peer's text so that an error message can repeat it.</summary>
public static class ShortText
{
    private const string Ellipsis = "…";

    /// <summary>The text, or its beginning with an ellipsis. A surrogate pair is never split.</summary>
    /// <param name="text">Any length.</param>
    /// <param name="most">The UTF-16 code units to keep, without the ellipsis; at least 1.</param>
    public static string Of(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (text.Length <= most)
            return text;
        int length = char.IsSurrogatePair(text, most - 1) ? most - 1 : most;
        return string.Concat(text.AsSpan(0, length), Ellipsis);
    }

    /// <summary>The same for UTF-8. No character is split, and no more is decoded than is kept.</summary>
    /// <param name="utf8">Any length; invalid UTF-8 becomes U+FFFD.</param>
    /// <param name="most">The bytes to keep, without the ellipsis; at least 1.</param>
    public static string Of(ReadOnlySpan<byte> utf8, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (utf8.Length <= most)
            return Encoding.UTF8.GetString(utf8);
        int length = most;
        while (length > Math.Max(0, most - 3) && (utf8[length] & 0xC0) == 0x80) // inside a character
            length--;
        return Encoding.UTF8.GetString(utf8[..length]) + Ellipsis;
    }
}
