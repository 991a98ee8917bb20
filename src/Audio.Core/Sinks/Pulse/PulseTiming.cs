namespace Audio.Core.Sinks.Pulse;

/// <summary>The position of a stream as reported by the server; in frames.</summary>
/// <param name="IsPlaying">
/// Whether the device is receiving its samples; if not, it has not started, or has run dry.
/// </param>
/// <param name="Read">Frames of the stream given to the device.</param>
/// <param name="Device">Frames in the device that have not been heard yet, including silence.</param>
/// <param name="SinceUnderrun">If it does not play: the silence given to the device since it ran dry.</param>
/// <param name="Age">The age of the report.</param>
internal readonly record struct PulseTiming(bool IsPlaying, long Read, long Device, long SinceUnderrun, TimeSpan Age)
{
    /// <summary>The frame of the stream that was heard then; negative during silence before the stream.</summary>
    public long Heard => IsPlaying ? Read - Device : Read + SinceUnderrun - Device;
}
