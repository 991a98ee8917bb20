namespace Audio.Benchmarks.FirstSound;

/// <summary>
/// A stage on the way to the first sound. The daemon reports the last three; the client measures the others.
/// </summary>
public enum Stage
{
    /// <summary>From the start of the daemon's process until it says that it listens.</summary>
    Process,

    /// <summary>Until the connection is open and the daemon has welcomed the client.</summary>
    Connect,

    /// <summary>From <c>start_session</c> to its reply.</summary>
    Start,

    /// <summary>From the first byte sent until the client is told that it sounds; includes the next three.</summary>
    Told,

    /// <summary>From the first byte's arrival until it is decoded and in the jitter buffer.</summary>
    Decoded,

    /// <summary>From there until the mixer has put it into a period.</summary>
    Mixed,

    /// <summary>From there until the device has played it, by the device's own position.</summary>
    Device,
}
