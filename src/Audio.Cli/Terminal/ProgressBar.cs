namespace Audio.Cli.Terminal;

/// <summary>A bar whose characters alone, without any colour, show how far something is.</summary>
internal static class ProgressBar
{
    private const int RunnerWidth = 4;

    /// <summary>So much of it is done.</summary>
    /// <param name="done">From 0 to 1; what is beyond is cut off.</param>
    /// <param name="width">Cells; with ASCII, the brackets among them.</param>
    /// <param name="unicode">Whether it may be other characters than ASCII.</param>
    public static string Of(double done, int width, bool unicode)
    {
        int inside = unicode ? width : width - 2;
        int full = done >= 1 ? inside : Math.Max(0, (int)(done * inside)); // full only when all is done
        return Frame(new string(Full(unicode), full) + new string(Empty(unicode), inside - full), unicode);
    }

    /// <summary>Nobody knows how much there will be: a piece of it runs back and forth.</summary>
    /// <param name="steps">Counts on while it runs.</param>
    /// <param name="width">As above.</param>
    /// <param name="unicode">As above.</param>
    public static string Running(long steps, int width, bool unicode)
    {
        int inside = unicode ? width : width - 2;
        int way = inside - RunnerWidth;
        int at = (int)(steps % (2 * way));
        int before = at <= way ? at : 2 * way - at;
        return Frame(
            new string(Empty(unicode), before)
                + new string(Full(unicode), RunnerWidth)
                + new string(Empty(unicode), way - before),
            unicode
        );
    }

    private static char Full(bool unicode) => unicode ? '█' : '#';

    private static char Empty(bool unicode) => unicode ? '░' : '.';

    private static string Frame(string inside, bool unicode) => unicode ? inside : $"[{inside}]";
}
