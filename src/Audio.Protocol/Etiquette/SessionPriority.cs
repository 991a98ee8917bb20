namespace Audio.Protocol.Etiquette;

/// <summary>
/// What a sound is for. Each priority has a bus of its own in the mix. A higher one lowers those below it while it
/// sounds. The greater the value, the higher the priority.
/// </summary>
public enum SessionPriority
{
    /// <summary>Music, films, games. Everything else may lower it.</summary>
    Media,

    /// <summary>A short sound that announces an event.</summary>
    Notification,

    /// <summary>A voice.</summary>
    Speech,

    /// <summary>A sound that must be heard.</summary>
    Alert,
}
