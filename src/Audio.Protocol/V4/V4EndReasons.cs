namespace Audio.Protocol.V4;

/// <summary>
/// The values of <c>reason</c>: the word for each <see cref="SessionEndReason"/> that a daemon says. Readers must accept
/// words of later versions.
/// </summary>
public static class V4EndReasons
{
    /// <summary>Everything that was sent has been heard.</summary>
    public const string Completed = "completed";

    /// <summary>Silence was asked for; what was held is discarded.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Another session took its place on its channel, or on its connection.</summary>
    public const string Replaced = "replaced";

    /// <summary>Its client went away without an end of stream; what had arrived was played.</summary>
    public const string Disconnected = "disconnected";

    /// <summary>It had not begun to sound in the time it was meant for.</summary>
    public const string Expired = "expired";

    /// <summary>Its data cannot be played.</summary>
    public const string Failed = "failed";

    /// <summary>Its channel was busy, and it had asked not to be played then.</summary>
    public const string Dropped = "dropped";

    /// <summary>The word for a reason; <c>lost</c> and <c>other</c> for those that no daemon says.</summary>
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
    /// The reason that a daemon's word stands for; <see cref="SessionEndReason.Other"/> for a word of a later version.
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
