namespace Audio.Core.Sinks.Clocked;

/// <summary>Which frame was being heard at which time.</summary>
/// <param name="Frame">Position, counted from the sink's start.</param>
/// <param name="Timestamp">When, by the <see cref="TimeProvider"/>.</param>
public readonly record struct PlayPoint(long Frame, long Timestamp)
{
    /// <summary>Nobody knows what is heard: a position stands where it is until there is another point.</summary>
    internal static PlayPoint Unknown { get; } = new(0, long.MaxValue);
}
