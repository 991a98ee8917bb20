namespace Audio.Protocol;

/// <summary>
/// What a peer sent cannot be understood. The only exception that the readers of this assembly throw for bad input.
/// </summary>
public class ProtocolException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">What kind of fault it is.</param>
    /// <param name="message">What is wrong and what would be right, for the peer's author to read.</param>
    /// <param name="innerException">What was found underneath, if anything.</param>
    public ProtocolException(ProtocolErrorCode code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>What kind of fault it is.</summary>
    public ProtocolErrorCode Code { get; }
}
