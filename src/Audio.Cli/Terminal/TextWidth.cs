using System.Text;
using Spectre.Console.Rendering;

namespace Audio.Cli.Terminal;

/// <summary>Measures, truncates and wraps text by its width in terminal cells.</summary>
internal static class TextWidth
{
    /// <summary>The width of a text in cells: ideographs take two, combining characters none.</summary>
    public static int Cells(this string text) => new Segment(text).CellCount();

    /// <summary>Truncates the end of a text, and adds an ellipsis if there is room for one.</summary>
    /// <param name="text">One line.</param>
    /// <param name="width">The available cells.</param>
    /// <param name="unicode">Whether the ellipsis is one character; otherwise it is three dots.</param>
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

    /// <summary>Truncates the beginning of a text: long paths usually differ at their ends.</summary>
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
    /// Wraps a text at spaces. A word that is wider than a line continues on the next one.
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
