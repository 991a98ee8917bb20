namespace Audio.Protocol.V4;

/// <summary>The values of <c>state</c>.</summary>
public static class V4SessionStates
{
    /// <summary>It is open; nothing has arrived.</summary>
    public const string Opening = "opening";

    /// <summary>Data has arrived; nothing has been mixed yet.</summary>
    public const string Buffering = "buffering";

    /// <summary>It plays, or will play on with the next chunk.</summary>
    public const string Playing = "playing";

    /// <summary>It is paused.</summary>
    public const string Paused = "paused";

    /// <summary>It waits for its channel, or was interrupted on it.</summary>
    public const string Queued = "queued";

    /// <summary>Its stream has ended; what is buffered is played.</summary>
    public const string Draining = "draining";

    /// <summary>It has ended.</summary>
    public const string Ended = "ended";
}
