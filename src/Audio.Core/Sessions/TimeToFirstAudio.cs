namespace Audio.Core.Sessions;

/// <summary>
/// Time to first audio (TTFA) by stage, each counted from the arrival of the first byte. A stage that was not measured
/// is <see langword="null"/>, never 0.
/// </summary>
/// <param name="Decoded">Until its first samples were decoded, resampled and in the jitter buffer.</param>
/// <param name="Mixed">Until the mixer placed the first sample in a period.</param>
/// <param name="Device">Until the device played it, by the device's own position.</param>
public sealed record TimeToFirstAudio(TimeSpan? Decoded, TimeSpan? Mixed, TimeSpan? Device)
{
    /// <summary>Nothing has been measured yet.</summary>
    public static TimeToFirstAudio NotMeasured { get; } = new(null, null, null);
}
