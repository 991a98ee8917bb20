namespace Audio.Protocol;

/// <summary>Why a session ended. The first seven are what a daemon says; the last two only a client can say.</summary>
public enum SessionEndReason
{
    /// <summary>Everything that was sent has been heard.</summary>
    Completed,

    /// <summary>It was cancelled; what was still buffered was discarded.</summary>
    Cancelled,

    /// <summary>Another session took its place on its channel, or on its connection.</summary>
    Replaced,

    /// <summary>
    /// Its client went away without an end of stream, and did not come back in time; what had arrived was played.
    /// </summary>
    Disconnected,

    /// <summary>It had not begun to sound within the time that its client allowed.</summary>
    Expired,

    /// <summary>Its data cannot be played; the error of its result says why.</summary>
    Failed,

    /// <summary>Its channel was busy, and it had asked not to be played then.</summary>
    Dropped,

    /// <summary>
    /// Nobody can say how it ended: the daemon went away or was restarted, or the client was disposed first. The
    /// figures are the last that the daemon reported; a little more may have been heard.
    /// </summary>
    Lost,

    /// <summary>A reason that this version does not know.</summary>
    Other,
}
