namespace Audio.Core.Sinks;

/// <summary>How long to wait before a lost device is tried again: 100 ms, doubling to 1 s, for ever.</summary>
internal static class ReopenBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>The time until the next attempt.</summary>
    /// <param name="failures">Attempts that have failed since the device went away.</param>
    public static TimeSpan Delay(int failures) => failures > 3 ? Longest : First * (1 << failures);
}
