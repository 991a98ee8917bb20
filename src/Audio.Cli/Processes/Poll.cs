namespace Audio.Cli.Processes;

/// <summary>Polls for events without a notification: the end of another process, a port that answers.</summary>
internal static class Poll
{
    /// <summary>The time between two polls.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Checks a condition at once and then every 25 ms, until it holds or the limit has passed.</summary>
    /// <returns>Whether the condition held.</returns>
    public static Task<bool> UntilAsync(Func<bool> condition, TimeSpan limit, TimeProvider time) =>
        UntilAsync(() => Task.FromResult(condition()), limit, time);

    /// <inheritdoc cref="UntilAsync(Func{bool}, TimeSpan, TimeProvider)"/>
    public static async Task<bool> UntilAsync(Func<Task<bool>> condition, TimeSpan limit, TimeProvider time)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            if (await condition())
                return true;
            if (time.GetElapsedTime(start) >= limit)
                return false;
            await Task.Delay(Interval, time);
        }
    }
}
