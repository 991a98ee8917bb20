namespace Audio.Core.Sinks.Pulse;

/// <summary>Where a stream stands, by the server's word; in frames.</summary>
/// <param name="IsPlaying">
/// Whether the device is given its samples now; if not, it has not begun, or has run dry.
/// </param>
/// <param name="Read">Frames of the stream that were given to the device.</param>
/// <param name="Device">How much the device holds that is not heard yet, silence too.</param>
/// <param name="SinceUnderrun">Where it does not play: the silence that the device was given since it ran dry.</param>
/// <param name="Age">How long ago it was so.</param>
internal readonly record struct PulseTiming(bool IsPlaying, long Read, long Device, long SinceUnderrun, TimeSpan Age)
{
    /// <summary>
    /// What was being heard then, as a position of the stream; less than 0 where silence in front of it was.
    /// </summary>
    public long Heard => IsPlaying ? Read - Device : Read + SinceUnderrun - Device;
}
