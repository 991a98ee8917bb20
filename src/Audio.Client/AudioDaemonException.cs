namespace Audio.Client;

/// <summary>
/// An error between the program and the daemon; the message says what to do next. A correct program needs to expect
/// only these, a <see cref="FormatException"/> for a text that is not an endpoint, a <see
/// cref="Audio.Protocol.ProtocolException"/> for data that is not WAV, and an <see cref="OperationCanceledException"/>
/// when a token is cancelled. An <see cref="ArgumentException"/> or an <see cref="InvalidOperationException"/> is a
/// mistake of the program.
/// </summary>
public abstract class AudioDaemonException : Exception
{
    private protected AudioDaemonException(AudioDaemonErrorKind kind, string message, Exception? innerException)
        : base(message, innerException) => Kind = kind;

    /// <summary>The kind of error.</summary>
    public AudioDaemonErrorKind Kind { get; }

    /// <summary>Whether the same call can succeed later without a change to the program.</summary>
    public virtual bool IsRetryable =>
        Kind
            is AudioDaemonErrorKind.Unreachable
                or AudioDaemonErrorKind.ConnectionLost
                or AudioDaemonErrorKind.NotStarted;
}
