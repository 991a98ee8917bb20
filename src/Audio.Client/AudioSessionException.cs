namespace Audio.Client;

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
