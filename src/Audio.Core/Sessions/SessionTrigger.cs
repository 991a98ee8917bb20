namespace Audio.Core.Sessions;

/// <summary>What changes the state of a session.</summary>
internal enum SessionTrigger
{
    /// <summary>The first bytes arrived.</summary>
    Data,

    /// <summary>The mixer took the first samples.</summary>
    Sounding,

    /// <summary>A pause was requested.</summary>
    Pause,

    /// <summary>A resume was requested.</summary>
    Resume,

    /// <summary>It has to wait for its channel.</summary>
    Hold,

    /// <summary>Its channel is free.</summary>
    Release,

    /// <summary>The stream has ended.</summary>
    Drain,

    /// <summary>It has ended: its last sample was heard, or it was cancelled.</summary>
    End,
}
