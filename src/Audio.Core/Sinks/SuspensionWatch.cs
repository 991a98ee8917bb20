namespace Audio.Core.Sinks;

/// <summary>
/// Notices that the whole process was stopped (SIGSTOP, a machine that slept): a look that is made now and then comes
/// far too late. A device could be given nothing meanwhile, so it has not stalled. One thread.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class SuspensionWatch(TimeProvider time)
{
    private long _lookedAt = time.GetTimestamp();

    /// <summary>Begins anew: there were no looks for a while.</summary>
    public void Begin() => _lookedAt = time.GetTimestamp();

    /// <summary>Notes a look.</summary>
    /// <param name="within">How long after the last one it comes at most while the process runs.</param>
    /// <returns>Whether it came later.</returns>
    public bool WasStopped(TimeSpan within)
    {
        long now = time.GetTimestamp();
        bool isLate = time.GetElapsedTime(_lookedAt, now) >= within;
        _lookedAt = now;
        return isLate;
    }
}
