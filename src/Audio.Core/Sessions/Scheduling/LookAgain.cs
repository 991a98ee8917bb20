namespace Audio.Core.Sessions.Scheduling;

/// <summary>When to look again at what only the device knows: a timer never says that something was heard.</summary>
internal static class LookAgain
{
    /// <summary>No sooner.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>No later.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);

    /// <summary>In how long to look whether something has come that is expected in so long.</summary>
    public static TimeSpan In(TimeSpan expected) =>
        expected < Shortest ? Shortest
        : expected > Longest ? Longest
        : expected;
}
