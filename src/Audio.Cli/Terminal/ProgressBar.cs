namespace Audio.Cli.Terminal;

/// <summary>A progress bar that is readable without colour.</summary>
internal static class ProgressBar
{
    private const int RunnerWidth = 4;

    /// <summary>A bar for known progress.</summary>
    /// <param name="done">The progress, clamped to 0 to 1.</param>
    /// <param name="width">The width in cells; in ASCII this includes the brackets.</param>
    /// <param name="unicode">Whether to use block characters instead of ASCII.</param>
    public static string Of(double done, int width, bool unicode)
    {
        int inside = unicode ? width : width - 2;
        int full = done >= 1 ? inside : Math.Max(0, (int)(done * inside)); // Rounded down: full only at the end.
        return Frame(new string(Full(unicode), full) + new string(Empty(unicode), inside - full), unicode);
    }

    /// <summary>A bar for progress of unknown length: a block that moves back and forth.</summary>
    /// <param name="steps">The position of the block; it counts up.</param>
    /// <param name="width">The width in cells; in ASCII this includes the brackets.</param>
    /// <param name="unicode">Whether to use block characters instead of ASCII.</param>
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
