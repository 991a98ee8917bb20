using System.Text;
using Spectre.Console.Rendering;

namespace Audio.Cli.Terminal;

/// <summary>Text that has to fit into a number of cells of a terminal.</summary>
internal static class TextWidth
{
    /// <summary>How many cells a text takes: ideographs take two, combining characters none.</summary>
    public static int Cells(this string text) => new Segment(text).CellCount();

    /// <summary>The text, or its beginning and an ellipsis; where there is no room for one, its beginning.</summary>
    /// <param name="text">One line.</param>
    /// <param name="width">Cells that there are.</param>
    /// <param name="unicode">Whether the ellipsis may be one character; else it is three dots.</param>
    public static string CutTo(this string text, int width, bool unicode)
    {
        if (text.Cells() <= width)
            return text;
        string ellipsis = unicode ? "…" : "...";
        if (width <= ellipsis.Length)
            ellipsis = "";
        var cut = new StringBuilder();
        int cells = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            cells += rune.ToString().Cells();
            if (cells > width - ellipsis.Length)
                break;
            cut.Append(rune);
        }
        return cut.Append(ellipsis).ToString();
    }

    /// <summary>The text, or an ellipsis and its end, which tells paths apart.</summary>
    public static string CutStartTo(this string text, int width, bool unicode)
    {
        if (text.Cells() <= width)
            return text;
        string ellipsis = unicode ? "…" : "...";
        Rune[] runes = [.. text.EnumerateRunes()];
        int cells = ellipsis.Length;
        int first = runes.Length;
        while (first > 0 && cells + runes[first - 1].ToString().Cells() <= width)
            cells += runes[--first].ToString().Cells();
        return ellipsis + string.Concat(runes[first..].Select(rune => rune.ToString()));
    }

    /// <summary>
    /// The text on as many lines as it takes, broken at spaces; a word that is wider than a line goes on on the next.
    /// </summary>
    public static IEnumerable<string> WrapTo(this string text, int width)
    {
        var line = new StringBuilder();
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.ToString().Cells() + 1 + word.Cells() > width)
            {
                yield return line.ToString();
                line.Clear();
            }
            string rest = word;
            while (rest.Cells() > width)
            {
                string piece = rest.CutTo(width, unicode: true)[..^1];
                if (piece.Length == 0)
                    break;
                yield return piece;
                rest = rest[piece.Length..];
            }
            line.Append(line.Length > 0 ? " " : "").Append(rest);
        }
        yield return line.ToString();
    }
}
