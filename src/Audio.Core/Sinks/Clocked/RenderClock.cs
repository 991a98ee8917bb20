namespace Audio.Core.Sinks.Clocked;

/// <summary>Converts between the time of a <see cref="TimeProvider"/> and frames, without drift or overflow.</summary>
internal readonly struct RenderClock(TimeProvider time, int sampleRate)
{
    /// <summary>Whole frames that have passed since the timestamp.</summary>
    public long FramesSince(long timestamp)
    {
        // In two parts: a day in nanoseconds times 192 kHz does not fit into 64 bits.
        (long seconds, long rest) = Math.DivRem(time.GetTimestamp() - timestamp, time.TimestampFrequency);
        return seconds * sampleRate + rest * sampleRate / time.TimestampFrequency;
    }

    /// <summary>
    /// The duration of this many frames, rounded up to whole milliseconds, the resolution of system timers.
    /// </summary>
    public TimeSpan Duration(long frames)
    {
        (long seconds, long rest) = Math.DivRem(frames, sampleRate);
        return TimeSpan.FromMilliseconds(seconds * 1000 + (rest * 1000 + sampleRate - 1) / sampleRate);
    }
}
