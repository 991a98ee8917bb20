namespace Audio.Benchmarks.FirstSound;

/// <summary>
/// A part of the way to the first sound. The last three are the daemon's own word, the others are the client's clock.
/// </summary>
public enum Stage
{
    /// <summary>From the start of the daemon's process until it says that it listens.</summary>
    Process,

    /// <summary>Until the connection is open and the daemon has welcomed the client.</summary>
    Connect,

    /// <summary>From <c>start_session</c> to its reply.</summary>
    Start,

    /// <summary>
    /// From the first byte sent until the client is told that it sounds; holds the three that follow.
    /// </summary>
    Told,

    /// <summary>From the first byte's arrival until it is decoded and in the jitter buffer.</summary>
    Decoded,

    /// <summary>From there until the mixer has put it into a period.</summary>
    Mixed,

    /// <summary>From there until the device has played it, by the device's own position.</summary>
    Device,
}
