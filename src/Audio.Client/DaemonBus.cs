namespace Audio.Client;

/// <summary>A bus of the daemon: it carries the sound of one priority or, for the master, all sound.</summary>
/// <param name="Name">The name of the priority in lower case, or <see cref="Master"/>.</param>
/// <param name="Volume">Linear gain, 0 to 4.</param>
/// <param name="IsMuted">Whether it is muted.</param>
/// <param name="DuckingDb">How far higher priorities lower it now, in decibels: 0 or less.</param>
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

    /// <summary>The master bus, after all others.</summary>
    public const string Master = "master";
}
