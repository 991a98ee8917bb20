namespace Audio.Core.Sinks.Clocked;

/// <summary>
/// Publishes the latest <see cref="PlayPoint"/> from one writing thread to any number of readers, with a sequence lock:
/// the writer never waits or allocates; a reader that meets a write retries.
/// </summary>
internal sealed class PublishedPlayPoint
{
    /* written by one thread, read by any */
    private int _version; // odd while the point is being written
    private long _frame;
    private long _timestamp;

    /// <summary>The latest point. Written by one thread at a time.</summary>
    public PlayPoint Value
    {
        get
        {
            while (true)
            {
                int version = Volatile.Read(ref _version);
                var point = new PlayPoint(Volatile.Read(ref _frame), Volatile.Read(ref _timestamp));
                if ((version & 1) == 0 && Volatile.Read(ref _version) == version)
                    return point;
                Thread.SpinWait(1);
            }
        }
        set
        {
            Interlocked.Increment(ref _version);
            Volatile.Write(ref _frame, value.Frame);
            Volatile.Write(ref _timestamp, value.Timestamp);
            Interlocked.Increment(ref _version);
        }
    }
}
