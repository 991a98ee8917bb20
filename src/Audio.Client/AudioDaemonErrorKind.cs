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

    /// <summary>The connection broke and the reconnect policy has given up. The next call connects anew.</summary>
    ConnectionLost,

    /// <summary>
    /// A daemon was to be started (<see cref="DaemonFallback.SpawnPerRequest"/>) and did not come up; the message holds
    /// what it said.
    /// </summary>
    NotStarted,

    /// <summary>The client was disposed. A retry does not help.</summary>
    Closed,

    /// <summary>The daemon plays as many sessions as it may. A retry helps once one has ended.</summary>
    TooManySessions,

    /// <summary>The daemon is stopping. A retry helps once another runs.</summary>
    ShuttingDown,

    /// <summary>The format cannot be played; the message says which part of it. A retry does not help.</summary>
    UnsupportedFormat,

    /// <summary>
    /// The daemon refused the request for another reason, which <see cref="AudioRequestException.Code"/> names; or the
    /// name by which it was addressed, which the message names.
    /// </summary>
    Refused,

    /// <summary>
    /// The session has ended and takes no more sound; <see cref="PlaybackSession.Completion"/> says how. Start a new
    /// one.
    /// </summary>
    SessionEnded,

    /// <summary>
    /// The daemon does not know the session any more (it was restarted, or away for too long). Start a new one, or set
    /// <see cref="AudioSessionOptions.ResendUnplayed"/>.
    /// </summary>
    SessionLost,

    /// <summary>The daemon sent what version 4 does not allow. Update this package or the daemon.</summary>
    ProtocolViolation,

    /// <summary>
    /// Whoever reads the events was too slow, and some are missing. Read faster, or subscribe to the observable.
    /// </summary>
    EventsMissed,

    /// <summary>
    /// Nothing has this name: no session that lives or is remembered, no bus. The message says what there is.
    /// </summary>
    NotFound,

    /// <summary>
    /// What was asked goes over HTTP, and the endpoint is a socket or a pipe, which carries none. Connect to the
    /// daemon's port, as in <c>ws://localhost:8081</c>.
    /// </summary>
    HttpRequired,
}
