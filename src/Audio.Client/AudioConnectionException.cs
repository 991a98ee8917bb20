namespace Audio.Client;

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
