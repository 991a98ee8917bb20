using CsCheck;

namespace Audio.Testing.Text;

/// <summary>Words that steer a terminal, feign a line, or are no text at all.</summary>
public static class Hostile
{
    private static readonly string[] Pieces =
    [
        "\u001b[31m",
        "\u001b]0;title\u0007",
        "\u001b]8;;http://x\u001b\\",
        "\u009b2J",
        "\u0090q\u009c",
        "\r",
        "\n",
        "\r\n",
        "\u0085",
        "\u2028",
        "\u2029",
        "\f",
        "\t",
        "\0",
        "\b",
        "\u007f",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\ud800",
        "\udc00",
        "\ud83d\ude00",
        "\U000e0001",
        "\U000e007f",
        "a",
        "name",
        "2026-01-01T00:00:00.000+00:00 [INF] all is well",
        "ü",
        "[red]",
        "{X}",
        "\"",
        "%",
    ];

    public static Gen<string> Text { get; } =
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[1, 6].Select(string.Concat);

    /// <summary>All of them at once.</summary>
    public static string All { get; } = string.Join('|', Pieces);

    /// <summary>
    /// Whether a text that a command wrote, or a log holds, steers nothing. Its own line feeds may be in it.
    /// </summary>
    public static bool IsHarmless(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '\n')
                continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                if (text[i] == '\udb40') // tags, which cannot be seen
                    return false;
                i++;
                continue;
            }
            if (
                char.IsSurrogate(text[i])
                || char.IsControl(text[i])
                || text[i]
                    is '\u2028'
                        or '\u2029'
                        or '\ufeff'
                        or (>= '\u200b' and <= '\u200f')
                        or (>= '\u202a' and <= '\u202e')
                        or (>= '\u2060' and <= '\u206f')
            )
            {
                return false;
            }
        }
        return true;
    }
}
