namespace Audio.Protocol.V4;

/// <summary>
/// The values of <c>reason</c>: the word for each <see cref="SessionEndReason"/> that a daemon gives. A later version
/// may send others.
/// </summary>
public static class V4EndReasons
{
    /// <summary>Everything that was sent has been heard.</summary>
    public const string Completed = "completed";

    /// <summary>It was cancelled; what was still buffered was discarded.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Another session took its place on its channel, or on its connection.</summary>
    public const string Replaced = "replaced";

    /// <summary>Its client went away without an end of stream; what had arrived was played.</summary>
    public const string Disconnected = "disconnected";

    /// <summary>It had not begun to sound within the time that its client allowed.</summary>
    public const string Expired = "expired";

    /// <summary>Its data cannot be played.</summary>
    public const string Failed = "failed";

    /// <summary>Its channel was busy, and it had asked not to be played then.</summary>
    public const string Dropped = "dropped";

    /// <summary>The word for a reason; <c>lost</c> and <c>other</c> for those that no daemon gives.</summary>
    public static string NameOf(SessionEndReason reason) =>
        reason switch
        {
            SessionEndReason.Completed => Completed,
            SessionEndReason.Cancelled => Cancelled,
            SessionEndReason.Replaced => Replaced,
            SessionEndReason.Disconnected => Disconnected,
            SessionEndReason.Expired => Expired,
            SessionEndReason.Failed => Failed,
            SessionEndReason.Dropped => Dropped,
            SessionEndReason.Lost => "lost",
            _ => "other",
        };

    /// <summary>
    /// The reason for a word; <see cref="SessionEndReason.Other"/> if this version does not know the word.
    /// </summary>
    public static SessionEndReason Parse(string? name) =>
        name switch
        {
            Completed => SessionEndReason.Completed,
            Cancelled => SessionEndReason.Cancelled,
            Replaced => SessionEndReason.Replaced,
            Disconnected => SessionEndReason.Disconnected,
            Expired => SessionEndReason.Expired,
            Failed => SessionEndReason.Failed,
            Dropped => SessionEndReason.Dropped,
            _ => SessionEndReason.Other,
        };
}
