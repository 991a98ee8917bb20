namespace Audio.Core.Sinks.Clocked;

/// <summary>The frame that was heard at a certain time.</summary>
/// <param name="Frame">The frame, counted from the sink's start.</param>
/// <param name="Timestamp">The time, as a timestamp of the <see cref="TimeProvider"/>.</param>
public readonly record struct PlayPoint(long Frame, long Timestamp)
{
    /// <summary>The position is unknown: it stays where it is until there is another point.</summary>
    internal static PlayPoint Unknown { get; } = new(0, long.MaxValue);
}
