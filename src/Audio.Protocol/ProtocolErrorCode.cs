namespace Audio.Protocol;

/// <summary>Kinds of fault in what a peer sent.</summary>
public enum ProtocolErrorCode
{
    /// <summary>The bytes are not what the grammar says.</summary>
    Malformed,

    /// <summary>A message, header or field is larger than its cap.</summary>
    TooLarge,

    /// <summary>A field is missing or has the wrong type.</summary>
    InvalidField,

    /// <summary>Well-formed, but it cannot be played here.</summary>
    Unsupported,
}
