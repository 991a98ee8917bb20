using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>What went wrong between this program and the daemon.</summary>
public enum AudioDaemonErrorKind
{
    /// <summary>No daemon answers at any endpoint. Start one (<c>audiod start</c>), or name the right endpoint. A retry helps once one runs.</summary>
    Unreachable,

    /// <summary>Something answers, but it does not speak version 4. Update the daemon, or name the right port. A retry does not help.</summary>
    Incompatible,

    /// <summary>The connection broke and the reconnect policy has given up. The next call connects anew.</summary>
    ConnectionLost,

    /// <summary>A daemon was to be started (<see cref="DaemonFallback.SpawnPerRequest"/>) and did not come up; the message holds what it said.</summary>
    NotStarted,

    /// <summary>The client was disposed. A retry does not help.</summary>
    Closed,

    /// <summary>The daemon plays as many sessions as it may. A retry helps once one has ended.</summary>
    TooManySessions,

    /// <summary>The daemon is stopping. A retry helps once another runs.</summary>
    ShuttingDown,

    /// <summary>The format cannot be played; the message says which part of it. A retry does not help.</summary>
    UnsupportedFormat,

    /// <summary>The daemon refused the request for another reason: <see cref="AudioRequestException.Code"/>.</summary>
    Refused,

    /// <summary>The session has ended and takes no more sound; <see cref="PlaybackSession.Completion"/> says how. Start a new one.</summary>
    SessionEnded,

    /// <summary>The daemon does not know the session any more (it was restarted, or away for too long). Start a new one, or set <see cref="AudioSessionOptions.ResendUnplayed"/>.</summary>
    SessionLost,

    /// <summary>The daemon sent what version 4 does not allow. Update this package or the daemon.</summary>
    ProtocolViolation,

    /// <summary>Whoever reads the events was too slow, and some are missing. Read faster, or subscribe to the observable.</summary>
    EventsMissed,
}

/// <summary>Something failed; the message says what to do next. Everything that this package throws of its own is one of these.</summary>
public abstract class AudioDaemonException : Exception
{
    private protected AudioDaemonException(AudioDaemonErrorKind kind, string message, Exception? innerException)
        : base(message, innerException) => Kind = kind;

    /// <summary>Why.</summary>
    public AudioDaemonErrorKind Kind { get; }

    /// <summary>Whether the same call can succeed later without a change to the program.</summary>
    public virtual bool IsRetryable => Kind is AudioDaemonErrorKind.Unreachable or AudioDaemonErrorKind.ConnectionLost or AudioDaemonErrorKind.NotStarted;
}

/// <summary>There is no connection to a daemon, and none can be made.</summary>
public sealed class AudioConnectionException : AudioDaemonException
{
    internal AudioConnectionException(AudioDaemonErrorKind kind, string message, Exception? innerException = null)
        : base(kind, message, innerException)
    {
    }
}

/// <summary>The daemon refused what was asked.</summary>
public sealed class AudioRequestException : AudioDaemonException
{
    internal AudioRequestException(V4Error error)
        : base(KindOf(error.Code), error.Error, innerException: null)
    {
        Code = error.Code;
        IsRetryable = error.Retryable;
    }

    /// <summary>The daemon's own code: one of <see cref="V4ErrorCodes"/>, or one of a later version.</summary>
    public string Code { get; }

    /// <inheritdoc/>
    public override bool IsRetryable { get; }

    private static AudioDaemonErrorKind KindOf(string code) => code switch
    {
        V4ErrorCodes.TooManySessions => AudioDaemonErrorKind.TooManySessions,
        V4ErrorCodes.ShuttingDown => AudioDaemonErrorKind.ShuttingDown,
        V4ErrorCodes.UnsupportedFormat => AudioDaemonErrorKind.UnsupportedFormat,
        V4ErrorCodes.SessionNotFound => AudioDaemonErrorKind.SessionEnded,
        _ => AudioDaemonErrorKind.Refused,
    };
}

/// <summary>The session takes no more sound and no more commands.</summary>
public sealed class AudioSessionException : AudioDaemonException
{
    internal AudioSessionException(AudioDaemonErrorKind kind, string message, PlaybackResult? result = null)
        : base(kind, message, innerException: null) => Result = result;

    /// <summary>How it ended, where it has.</summary>
    public PlaybackResult? Result { get; }
}

/// <summary>Events came faster than they were read.</summary>
public sealed class AudioEventsMissedException : AudioDaemonException
{
    internal AudioEventsMissedException(int capacity)
        : base(AudioDaemonErrorKind.EventsMissed, $"More than {capacity} events waited to be read; some are missing. Read them faster, or subscribe to the observable.", innerException: null)
    {
    }
}
