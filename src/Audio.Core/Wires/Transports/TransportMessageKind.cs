namespace Audio.Core.Wires.Transports;

/// <summary>What came out of a transport.</summary>
public enum TransportMessageKind
{
    /// <summary>A JSON message.</summary>
    Json,

    /// <summary>A binary message: one chunk frame.</summary>
    ChunkFrame,

    /// <summary>The peer has closed in order; <see cref="TransportMessage.CloseCode"/> says how.</summary>
    Closed,

    /// <summary>The message is longer than allowed; nothing behind it can be read.</summary>
    TooLarge,

    /// <summary>
    /// What stands there is no message; nothing behind it can be read. <see cref="TransportMessage.Fault"/> says why.
    /// </summary>
    Malformed,

    /// <summary>The connection ended without a close.</summary>
    Lost,
}
