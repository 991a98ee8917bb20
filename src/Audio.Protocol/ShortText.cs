using System.Text;

namespace Audio.Protocol;

/// <summary>What a peer wrote, as an error repeats it: no longer than a message can bear.</summary>
public static class ShortText
{
    private const string Ellipsis = "…";

    /// <summary>The text, or its beginning and an ellipsis. A surrogate pair is never cut in two.</summary>
    /// <param name="text">Of any length.</param>
    /// <param name="most">UTF-16 code units that stay, the ellipsis not counted; at least 1.</param>
    public static string Of(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (text.Length <= most)
            return text;
        int length = char.IsSurrogatePair(text, most - 1) ? most - 1 : most;
        return string.Concat(text.AsSpan(0, length), Ellipsis);
    }

    /// <summary>The same of UTF-8; no character is cut in two, and no more is decoded than is shown.</summary>
    /// <param name="utf8">Of any length; what is not UTF-8 is shown as U+FFFD.</param>
    /// <param name="most">Bytes that stay, the ellipsis not counted; at least 1.</param>
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
