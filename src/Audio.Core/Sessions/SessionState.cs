namespace Audio.Core.Sessions;

/// <summary>
/// Where a session stands in its life. The moves between them are in <see cref="SessionTransitions"/>.
/// </summary>
public enum SessionState
{
    /// <summary>Open; no sound has arrived.</summary>
    Opening,

    /// <summary>Sound has arrived; none of it has been mixed yet.</summary>
    Buffering,

    /// <summary>It sounds, or it starves and goes on with the next chunk.</summary>
    Playing,

    /// <summary>Silent by command; what arrives is kept.</summary>
    Paused,

    /// <summary>It waits for its channel, or was interrupted on it; what arrives is kept.</summary>
    Queued,

    /// <summary>All that will come has come; it plays to its end.</summary>
    Draining,

    /// <summary>Over, with a reason; nothing changes any more.</summary>
    Ended,
}
