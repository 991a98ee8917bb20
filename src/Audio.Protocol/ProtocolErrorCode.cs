namespace Audio.Protocol;

/// <summary>What is wrong with what a peer sent.</summary>
public enum ProtocolErrorCode
{
    /// <summary>The bytes do not follow the grammar.</summary>
    Malformed,

    /// <summary>A message, a header or a field is longer than allowed.</summary>
    TooLarge,

    /// <summary>A field is missing or has the wrong type.</summary>
    InvalidField,

    /// <summary>It is well-formed, but cannot be played here.</summary>
    Unsupported,
}
