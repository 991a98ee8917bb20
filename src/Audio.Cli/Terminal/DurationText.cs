namespace Audio.Cli.Terminal;

/// <summary>Formats durations for people.</summary>
internal static class DurationText
{
    /// <summary><c>850 ms</c>, <c>12 s</c>, <c>3 min 5 s</c>, <c>2 h 3 min</c>, <c>4 d 1 h</c>.</summary>
    public static string Of(long milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(Math.Max(0, milliseconds));
        return time switch
        {
            { TotalSeconds: < 1 } => $"{time.Milliseconds} ms",
            { TotalMinutes: < 1 } => $"{time.Seconds} s",
            { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
            { TotalDays: < 1 } => $"{time.Hours} h {time.Minutes} min",
            _ => $"{time.Days} d {time.Hours} h",
        };
    }
}
