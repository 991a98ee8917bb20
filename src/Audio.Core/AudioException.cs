namespace Audio.Core;

/// <summary>
/// The engine cannot do what was asked; the message says what to do instead. Every exception of this assembly that does
/// not report a bug in the calling program derives from it.
/// </summary>
public class AudioException : Exception
{
    /// <summary>Creates the error.</summary>
    public AudioException(AudioErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>Why the request was refused.</summary>
    public AudioErrorKind Kind { get; }

    /// <summary>Whether a retry can help.</summary>
    public virtual bool IsRetryable => Kind is AudioErrorKind.TooManySessions or AudioErrorKind.TooManyMarks;
}
