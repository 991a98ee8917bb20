namespace Audio.EndToEnd.Tests.Structure;

/// <summary>
/// Finds runs of equal lines in two places. Compares the lines of <see cref="SourceFile.Code"/>, without declarations
/// of native functions.
/// </summary>
internal static class Clones
{
    /// <summary>The longest run that is allowed.</summary>
    public const int Allowed = 15;

    /// <summary>A description of each run at its full length: both places, and the number of equal lines.</summary>
    public static IReadOnlyList<string> In(IEnumerable<SourceFile> files)
    {
        Line[] lines = [.. files.SelectMany(LinesOf)];
        var starts = new Dictionary<string, int>(StringComparer.Ordinal);
        var found = new List<string>();
        for (int second = 0; second + Allowed < lines.Length; second++)
        {
            if (lines[second].File != lines[second + Allowed].File)
                continue;
            string window = string.Join('\n', lines[second..(second + Allowed + 1)].Select(static l => l.Text));
            if (starts.TryAdd(window, second))
                continue;
            int first = starts[window];
            bool isToldAlready = first > 0 && AreBothInside(lines, first - 1, second - 1, first, second);
            int length = isToldAlready ? 0 : LengthOf(lines, first, second);
            if (length > Allowed)
                found.Add($"{Place(lines, first, length)} = {Place(lines, second, length)}: {length} lines");
        }
        return found;
    }

    /// <summary>A run ends with its file, or before it reaches its own repetition.</summary>
    private static int LengthOf(Line[] lines, int first, int second)
    {
        int length = 0;
        while (
            second + length < lines.Length
            && first + length < second
            && AreBothInside(lines, first + length, second + length, first, second)
        )
        {
            length++;
        }

        return length;
    }

    /// <summary>Whether two lines are equal and in the files of the run.</summary>
    private static bool AreBothInside(Line[] lines, int one, int other, int first, int second) =>
        lines[one].Text == lines[other].Text
        && lines[one].File == lines[first].File
        && lines[other].File == lines[second].File;

    private static string Place(Line[] lines, int start, int length) =>
        $"{lines[start].File}:{lines[start].Number}-{lines[start + length - 1].Number}";

    private static IEnumerable<Line> LinesOf(SourceFile file)
    {
        bool isNative = false;
        foreach ((int number, string text) in file.Code)
        {
            isNative |=
                text.StartsWith("[LibraryImport", StringComparison.Ordinal)
                || text.StartsWith("[DllImport", StringComparison.Ordinal);
            if (!isNative)
                yield return new Line(file.Path, number, text);
            isNative &= !text.EndsWith(';');
        }
    }

    private readonly record struct Line(string File, int Number, string Text);
}
