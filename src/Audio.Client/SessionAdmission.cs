namespace Audio.Client;

/// <summary>Whether a session would play now.</summary>
public enum SessionAdmission
{
    /// <summary>It would play at once.</summary>
    Play,

    /// <summary>It would wait for its channel.</summary>
    Wait,

    /// <summary>It would not be played.</summary>
    Drop,
}
