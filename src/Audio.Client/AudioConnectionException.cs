namespace Audio.Client;

/// <summary>There is no connection to a daemon, and none can be made.</summary>
public sealed class AudioConnectionException : AudioDaemonException
{
    /// <summary>Creates the exception; public for tests that replace the client.</summary>
    /// <param name="kind">The kind of error.</param>
    /// <param name="message">What happened, and what to do next.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public AudioConnectionException(AudioDaemonErrorKind kind, string message, Exception? innerException = null)
        : base(kind, message, innerException) { }
}
