namespace Audio.Core.Wires.Transports;

/// <summary>What a transport received.</summary>
public enum TransportMessageKind
{
    /// <summary>A JSON message.</summary>
    Json,

    /// <summary>A binary message: one chunk frame.</summary>
    ChunkFrame,

    /// <summary>
    /// A part of a message of either kind; more of it follows. Only if <see cref="IPieceTransport.ComesInPieces"/>.
    /// </summary>
    Piece,

    /// <summary>The peer closed the connection properly; <see cref="TransportMessage.CloseCode"/> says how.</summary>
    Closed,

    /// <summary>The message is longer than allowed; nothing after it can be read.</summary>
    TooLarge,

    /// <summary>
    /// The bytes are not a message; nothing after them can be read. <see cref="TransportMessage.Fault"/> says why.
    /// </summary>
    Malformed,

    /// <summary>The connection ended without a close.</summary>
    Lost,
}
