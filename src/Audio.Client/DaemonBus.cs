namespace Audio.Client;

/// <summary>A bus of the daemon: what the sound of one priority goes through, or, for the master, all sound.</summary>
/// <param name="Name">The priority's name in small letters, or <see cref="Master"/>.</param>
/// <param name="Volume">Linear gain, 0 to 4.</param>
/// <param name="IsMuted">Whether it is silent.</param>
/// <param name="DuckingDb">What higher priorities have taken it down to now, in decibels: 0 or less.</param>
public sealed record DaemonBus(string Name, double Volume, bool IsMuted, double DuckingDb)
{
    /// <summary>The bus of <see cref="Audio.Protocol.Etiquette.SessionPriority.Media"/>.</summary>
    public const string Media = "media";

    /// <summary>The bus of <see cref="Audio.Protocol.Etiquette.SessionPriority.Notification"/>.</summary>
    public const string Notification = "notification";

    /// <summary>The bus of <see cref="Audio.Protocol.Etiquette.SessionPriority.Speech"/>.</summary>
    public const string Speech = "speech";

    /// <summary>The bus of <see cref="Audio.Protocol.Etiquette.SessionPriority.Alert"/>.</summary>
    public const string Alert = "alert";

    /// <summary>What all the others go through.</summary>
    public const string Master = "master";
}
