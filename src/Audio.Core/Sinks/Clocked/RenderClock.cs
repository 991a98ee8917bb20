namespace Audio.Core.Sinks.Clocked;

/// <summary>
/// Converts between time of a <see cref="TimeProvider"/> and frames, without drift and without overflow.
/// </summary>
internal readonly struct RenderClock(TimeProvider time, int sampleRate)
{
    /// <summary>Whole frames that have passed since the timestamp.</summary>
    public long FramesSince(long timestamp)
    {
        // In two parts: a day in nanoseconds times 192 kHz does not fit into 64 bits.
        (long seconds, long rest) = Math.DivRem(time.GetTimestamp() - timestamp, time.TimestampFrequency);
        return seconds * sampleRate + rest * sampleRate / time.TimestampFrequency;
    }

    /// <summary>How long so many frames take, rounded up to the whole milliseconds that system timers keep.</summary>
    public TimeSpan Duration(long frames)
    {
        (long seconds, long rest) = Math.DivRem(frames, sampleRate);
        return TimeSpan.FromMilliseconds(seconds * 1000 + (rest * 1000 + sampleRate - 1) / sampleRate);
    }
}
