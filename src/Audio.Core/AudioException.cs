namespace Audio.Core;

/// <summary>
/// The engine cannot do what was asked; the message says what to do instead. Everything that this assembly throws for
/// something else than a mistake of the program is one of these.
/// </summary>
public class AudioException : Exception
{
    /// <summary>Creates the error.</summary>
    public AudioException(AudioErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>Why.</summary>
    public AudioErrorKind Kind { get; }

    /// <summary>Whether trying again can help.</summary>
    public virtual bool IsRetryable => Kind is AudioErrorKind.TooManySessions or AudioErrorKind.TooManyMarks;
}
