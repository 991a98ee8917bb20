namespace Audio.Core.Wires.Transports;

/// <summary>A transport that can hand on a message in pieces while it arrives, and reads ahead.</summary>
public interface IPieceTransport : IMessageTransport
{
    /// <summary>
    /// Says whether a message is handed on in pieces: <see cref="TransportMessageKind.Piece"/>, then the rest as its
    /// own kind. It is shown what has arrived so far each time that something has. <see langword="null"/>: every
    /// message is whole. Called by whoever reads, also ahead.
    /// </summary>
    Func<ReadOnlyMemory<byte>, bool>? ComesInPieces { get; set; }

    /// <summary>
    /// Waits until the last message has been consumed and meanwhile reads ahead, up to a limit (docs/adr/0013): pings
    /// are answered, and a close is noticed at once. Messages sent before the close are still received.
    /// </summary>
    /// <param name="taking">The consumption of the last message.</param>
    /// <param name="ended">Called with the end when the peer has closed the connection or is lost.</param>
    Task ReadAheadAsync(ValueTask taking, Action<TransportMessage> ended);
}
