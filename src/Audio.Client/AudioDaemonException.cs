namespace Audio.Client;

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
