namespace Audio.Core.Sessions;

/// <summary>Why a session is over.</summary>
public enum SessionEndReason
{
    /// <summary>Everything that was sent has been heard.</summary>
    Completed,

    /// <summary>Silence was asked for; what was still held is discarded.</summary>
    Cancelled,

    /// <summary>Another session took its place on its channel, or on its connection.</summary>
    Replaced,

    /// <summary>Its client went away without an end of stream; what had arrived was played.</summary>
    Disconnected,

    /// <summary>It had not begun to sound in the time it was meant for.</summary>
    Expired,

    /// <summary>Its data cannot be played; <see cref="SessionResult.Error"/> says why.</summary>
    Failed,

    /// <summary>Its channel was busy, and it had asked not to be played then.</summary>
    Dropped,
}
