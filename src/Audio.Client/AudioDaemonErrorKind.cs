namespace Audio.Client;

/// <summary>What went wrong between this program and the daemon.</summary>
public enum AudioDaemonErrorKind
{
    /// <summary>
    /// No daemon answers at any endpoint. Start one (<c>audiod start</c>), or name the right endpoint. A retry helps
    /// once one runs.
    /// </summary>
    Unreachable,

    /// <summary>
    /// Something answers, but it does not speak version 4. Update the daemon, or name the right port. A retry does not
    /// help.
    /// </summary>
    Incompatible,

    /// <summary>The connection broke and the reconnect strategy has given up. The next call connects again.</summary>
    ConnectionLost,

    /// <summary>
    /// The client tried to start a daemon (<see cref="DaemonFallback.SpawnPerRequest"/>), which failed; the message
    /// contains its output.
    /// </summary>
    NotStarted,

    /// <summary>The client was disposed. A retry does not help.</summary>
    Closed,

    /// <summary>The daemon has the maximum number of sessions. A retry helps once one has ended.</summary>
    TooManySessions,

    /// <summary>The daemon is shutting down. A retry helps once another one runs.</summary>
    ShuttingDown,

    /// <summary>The format cannot be played; the message says why. A retry does not help.</summary>
    UnsupportedFormat,

    /// <summary>
    /// The daemon refused the request for another reason, which <see cref="AudioRequestException.Code"/> says; or it
    /// refused the host name in its address, which the message says.
    /// </summary>
    Refused,

    /// <summary>
    /// The session has ended and takes no more data; <see cref="PlaybackSession.Completion"/> says how it ended. Start
    /// a new one.
    /// </summary>
    SessionEnded,

    /// <summary>
    /// The daemon no longer knows the session: it was restarted, or the client was away for too long. Start a new one,
    /// or set <see cref="AudioSessionOptions.ResendUnplayed"/>.
    /// </summary>
    SessionLost,

    /// <summary>The daemon violated version 4 of the protocol. Update this package or the daemon.</summary>
    ProtocolViolation,

    /// <summary>
    /// The reader of the events was too slow, and some events are missing. Read faster, or subscribe to the observable.
    /// </summary>
    EventsMissed,

    /// <summary>There is no session or bus of this name. The message says which there are.</summary>
    NotFound,

    /// <summary>
    /// The request needs HTTP, which a socket or a pipe does not carry. Connect to the port of the daemon, such as
    /// <c>ws://localhost:8081</c>.
    /// </summary>
    HttpRequired,
}
