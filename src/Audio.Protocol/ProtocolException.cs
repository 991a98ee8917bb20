namespace Audio.Protocol;

/// <summary>
/// A peer sent something that cannot be understood. The readers of this assembly throw nothing else for bad input.
/// </summary>
public class ProtocolException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">The kind of fault.</param>
    /// <param name="message">What is wrong and what would be right, for the peer's author to read.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public ProtocolException(ProtocolErrorCode code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>The kind of fault.</summary>
    public ProtocolErrorCode Code { get; }
}
