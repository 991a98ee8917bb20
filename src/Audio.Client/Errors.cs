using Audio.Protocol.V4;

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

/// <summary>
/// Something failed; the message says what to do next. Everything that can go wrong while a program is right is one of
/// these; beside them there are an <see cref="ArgumentException"/> or an <see cref="InvalidOperationException"/> for a
/// mistake of the program, a <see cref="FormatException"/> for a text that is no endpoint, a <see
/// cref="Audio.Protocol.ProtocolException"/> for what is no WAV, and an <see cref="OperationCanceledException"/> where
/// a token was cancelled.
/// </summary>
public abstract class AudioDaemonException : Exception
{
    private protected AudioDaemonException(AudioDaemonErrorKind kind, string message, Exception? innerException)
        : base(message, innerException) => Kind = kind;

    /// <summary>Why.</summary>
    public AudioDaemonErrorKind Kind { get; }

    /// <summary>Whether the same call can succeed later without a change to the program.</summary>
    public virtual bool IsRetryable =>
        Kind
            is AudioDaemonErrorKind.Unreachable
                or AudioDaemonErrorKind.ConnectionLost
                or AudioDaemonErrorKind.NotStarted;
}

/// <summary>There is no connection to a daemon, and none can be made.</summary>
public sealed class AudioConnectionException : AudioDaemonException
{
    /// <summary>Makes one; for tests that stand in for a client.</summary>
    /// <param name="kind">Why.</param>
    /// <param name="message">What happened, and what to do next.</param>
    /// <param name="innerException">What was found underneath, if anything.</param>
    public AudioConnectionException(AudioDaemonErrorKind kind, string message, Exception? innerException = null)
        : base(kind, message, innerException) { }
}

/// <summary>The daemon refused what was asked.</summary>
public sealed class AudioRequestException : AudioDaemonException
{
    internal AudioRequestException(V4Error error)
        : this(error.Code, error.Error, error.Retryable) { }

    /// <summary>Makes one as the daemon's answer does; for tests that stand in for a client.</summary>
    /// <param name="code">The daemon's code, which says the <see cref="AudioDaemonException.Kind"/> too.</param>
    /// <param name="message">What is wrong, and what would be right.</param>
    /// <param name="isRetryable">Whether the same can succeed later.</param>
    public AudioRequestException(string code, string message, bool isRetryable)
        : base(KindOf(code), message, innerException: null)
    {
        Code = code;
        IsRetryable = isRetryable;
    }

    /// <summary>
    /// The daemon's own code: one of <see cref="V4ErrorCodes"/>; over HTTP the last word of the problem's type, such as
    /// <c>no-such-bus</c>; or one of a later version.
    /// </summary>
    public string Code { get; }

    /// <inheritdoc/>
    public override bool IsRetryable { get; }

    private static AudioDaemonErrorKind KindOf(string code) =>
        code switch
        {
            V4ErrorCodes.TooManySessions or "busy" => AudioDaemonErrorKind.TooManySessions,
            V4ErrorCodes.ShuttingDown or "shutting-down" => AudioDaemonErrorKind.ShuttingDown,
            V4ErrorCodes.UnsupportedFormat => AudioDaemonErrorKind.UnsupportedFormat,
            V4ErrorCodes.SessionNotFound or "session-ended" => AudioDaemonErrorKind.SessionEnded,
            "no-such-session" or "no-such-bus" => AudioDaemonErrorKind.NotFound,
            _ => AudioDaemonErrorKind.Refused,
        };
}

/// <summary>The session takes no more sound and no more commands.</summary>
public sealed class AudioSessionException : AudioDaemonException
{
    /// <summary>Makes one; for tests that stand in for a session.</summary>
    /// <param name="kind">Why.</param>
    /// <param name="message">What happened, and what to do next.</param>
    /// <param name="result">How it ended, where it has.</param>
    public AudioSessionException(AudioDaemonErrorKind kind, string message, PlaybackResult? result = null)
        : base(kind, message, innerException: null) => Result = result;

    /// <summary>How it ended, where it has.</summary>
    public PlaybackResult? Result { get; }
}

/// <summary>Events came faster than they were read.</summary>
public sealed class AudioEventsMissedException : AudioDaemonException
{
    /// <summary>Makes one; for tests that stand in for a client.</summary>
    /// <param name="capacity">How many events may wait.</param>
    public AudioEventsMissedException(int capacity)
        : base(AudioDaemonErrorKind.EventsMissed, Text(capacity), innerException: null) { }

    private static string Text(int capacity) =>
        $"More than {capacity} events waited to be read; some are missing. "
        + "Read them faster, or subscribe to the observable.";
}
