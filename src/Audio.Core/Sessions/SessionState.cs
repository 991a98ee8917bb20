namespace Audio.Core.Sessions;

/// <summary>The states of a session. <see cref="SessionTransitions"/> defines the transitions.</summary>
public enum SessionState
{
    /// <summary>Open; no sound has arrived yet.</summary>
    Opening,

    /// <summary>Sound has arrived; none has been mixed yet.</summary>
    Buffering,

    /// <summary>It plays, or has run dry and continues with the next chunk.</summary>
    Playing,

    /// <summary>Silenced by command; what arrives is kept.</summary>
    Paused,

    /// <summary>It waits for its channel, or was interrupted on it; what arrives is kept.</summary>
    Queued,

    /// <summary>The whole stream has arrived; it plays to the end.</summary>
    Draining,

    /// <summary>Ended, with a reason; final.</summary>
    Ended,
}
