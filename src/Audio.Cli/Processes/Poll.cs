namespace Audio.Cli.Processes;

/// <summary>Asks again and again, for what nothing announces: another process's end, a port that answers.</summary>
internal static class Poll
{
    /// <summary>The time between two questions.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Asks at once, then every 25 ms, until the answer is yes or the limit has passed.</summary>
    /// <returns>Whether the answer was yes.</returns>
    public static Task<bool> UntilAsync(Func<bool> question, TimeSpan limit, TimeProvider time) =>
        UntilAsync(() => Task.FromResult(question()), limit, time);

    /// <inheritdoc cref="UntilAsync(Func{bool}, TimeSpan, TimeProvider)"/>
    public static async Task<bool> UntilAsync(Func<Task<bool>> question, TimeSpan limit, TimeProvider time)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            if (await question())
                return true;
            if (time.GetElapsedTime(start) >= limit)
                return false;
            await Task.Delay(Interval, time);
        }
    }
}
