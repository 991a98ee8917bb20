namespace Audio.Protocol.Etiquette;

/// <summary>
/// What a sound is for. Each priority is a bus of its own in the mix; where two sound at once, the higher one makes the
/// lower ones quieter. The greater the value, the higher the priority.
/// </summary>
public enum SessionPriority
{
    /// <summary>Music, films, games: may be lowered for everything else.</summary>
    Media,

    /// <summary>A short sound that says that something has happened.</summary>
    Notification,

    /// <summary>Somebody talks.</summary>
    Speech,

    /// <summary>What must be heard.</summary>
    Alert,
}
