namespace Audio.Core.Sessions.Scheduling;

/// <summary>How long to wait before asking the device again: a timer never says that something was heard.</summary>
internal static class PollInterval
{
    /// <summary>The shortest wait.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);

    /// <summary>The wait for something that is expected after this time.</summary>
    public static TimeSpan For(TimeSpan expected) =>
        expected < Shortest ? Shortest
        : expected > Longest ? Longest
        : expected;
}
