using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>The daemon refused a request.</summary>
public sealed class AudioRequestException : AudioDaemonException
{
    internal AudioRequestException(V4Error error)
        : this(error.Code, error.Error, error.Retryable) { }

    /// <summary>
    /// Creates the exception as an answer of the daemon does; public for tests that replace the client.
    /// </summary>
    /// <param name="code">
    /// The code of the daemon, from which the <see cref="AudioDaemonException.Kind"/> follows.
    /// </param>
    /// <param name="message">What is wrong, and what would be right.</param>
    /// <param name="isRetryable">Whether the same request can succeed later.</param>
    public AudioRequestException(string code, string message, bool isRetryable)
        : base(KindOf(code), message, innerException: null)
    {
        Code = code;
        IsRetryable = isRetryable;
    }

    /// <summary>
    /// The code of the daemon: one of <see cref="V4ErrorCodes"/>; over HTTP the last part of the problem type, such as
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
