namespace Audio.Protocol.V4;

/// <summary>The values of <c>state</c>.</summary>
public static class V4SessionStates
{
    /// <summary>Open; no sound has arrived.</summary>
    public const string Opening = "opening";

    /// <summary>Sound has arrived; none has been mixed yet.</summary>
    public const string Buffering = "buffering";

    /// <summary>It sounds, or goes on with the next chunk.</summary>
    public const string Playing = "playing";

    /// <summary>Silent by command.</summary>
    public const string Paused = "paused";

    /// <summary>It waits for its channel, or was interrupted on it.</summary>
    public const string Queued = "queued";

    /// <summary>The stream has ended; it plays to its end.</summary>
    public const string Draining = "draining";

    /// <summary>Over.</summary>
    public const string Ended = "ended";
}
