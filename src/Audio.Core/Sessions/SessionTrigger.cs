namespace Audio.Core.Sessions;

/// <summary>What moves a session from one state to another.</summary>
internal enum SessionTrigger
{
    /// <summary>The first bytes arrived.</summary>
    Data,

    /// <summary>The mixer took the first samples.</summary>
    Sounding,

    /// <summary>Pause was asked for.</summary>
    Pause,

    /// <summary>Playing on was asked for.</summary>
    Resume,

    /// <summary>It is to wait for its channel.</summary>
    Hold,

    /// <summary>It may begin: its channel is free.</summary>
    Release,

    /// <summary>The stream has ended: play what is held.</summary>
    Drain,

    /// <summary>It is over: the last sample was heard, or it was cut short.</summary>
    End,
}
