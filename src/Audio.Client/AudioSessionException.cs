namespace Audio.Client;

/// <summary>The session takes no more data and no more commands.</summary>
public sealed class AudioSessionException : AudioDaemonException
{
    /// <summary>Creates the exception; public for tests that replace a session.</summary>
    /// <param name="kind">The kind of error.</param>
    /// <param name="message">What happened, and what to do next.</param>
    /// <param name="result">How the session ended, if it has.</param>
    public AudioSessionException(AudioDaemonErrorKind kind, string message, PlaybackResult? result = null)
        : base(kind, message, innerException: null) => Result = result;

    /// <summary>How the session ended, if it has.</summary>
    public PlaybackResult? Result { get; }
}
