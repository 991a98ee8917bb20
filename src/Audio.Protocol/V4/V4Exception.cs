namespace Audio.Protocol.V4;

/// <summary>
/// A version 4 peer sent something that cannot be carried out; the exception is the <c>error</c> to answer with.
/// </summary>
public sealed class V4Exception : ProtocolException
{
    /// <summary>Creates the error.</summary>
    /// <param name="wireCode">One of <see cref="V4ErrorCodes"/>.</param>
    /// <param name="message">What is wrong and what would be right, for the peer's author to read.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public V4Exception(string wireCode, string message, Exception? innerException = null)
        : base(KindOf(wireCode), message, innerException) => WireCode = wireCode;

    /// <summary>The <c>code</c> on the wire: one of <see cref="V4ErrorCodes"/>.</summary>
    public string WireCode { get; }

    private static ProtocolErrorCode KindOf(string wireCode) =>
        wireCode switch
        {
            V4ErrorCodes.InvalidField or V4ErrorCodes.UnknownType => ProtocolErrorCode.InvalidField,
            V4ErrorCodes.UnsupportedFormat => ProtocolErrorCode.Unsupported,
            V4ErrorCodes.MessageTooBig => ProtocolErrorCode.TooLarge,
            _ => ProtocolErrorCode.Malformed,
        };
}
