namespace Audio.Core;

/// <summary>Why the engine refused a request.</summary>
public enum AudioErrorKind
{
    /// <summary>
    /// The limit on open sessions, or on those of a channel, is reached. A retry helps once one has ended.
    /// </summary>
    TooManySessions,

    /// <summary>The engine is closing or closed. A retry does not help.</summary>
    Closed,

    /// <summary>The format, or an option, is outside what can be played. A retry does not help.</summary>
    Unsupported,

    /// <summary>A session with this name is open. Another name helps.</summary>
    NameTaken,

    /// <summary>The session has ended and takes no more sound. A retry does not help.</summary>
    SessionEnded,

    /// <summary>
    /// The limit on pending marks of the session is reached. A retry helps once one of them has been heard.
    /// </summary>
    TooManyMarks,

    /// <summary>
    /// A chain of effects cannot be created: an <see cref="Effects.EffectException"/>. A retry does not help.
    /// </summary>
    InvalidEffects,

    /// <summary>
    /// A sink cannot be opened, or has stopped: a <see cref="Sinks.SinkException"/>, whose <see
    /// cref="Sinks.SinkException.Fault"/> says whether a retry can help.
    /// </summary>
    SinkFailed,
}
