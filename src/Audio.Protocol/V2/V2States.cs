namespace Audio.Protocol.V2;

/// <summary>The names of states in version 2.</summary>
public static class V2States
{
    /// <summary>Nothing plays, and nothing is left to play. It ends the wait of a client.</summary>
    public const string Idle = "idle";

    /// <summary>A session is open, or plays to its end.</summary>
    public const string Playing = "playing";

    /// <summary>A session is paused.</summary>
    public const string Paused = "paused";

    /// <summary>Everything was heard; only in <c>completed</c>.</summary>
    public const string Completed = "completed";
}
