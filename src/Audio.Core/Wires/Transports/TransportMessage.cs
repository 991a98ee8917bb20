using System.Buffers;

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

/// <summary>One message, or the end.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Data">Its bytes, in the transport's buffer: valid until the next receive.</param>
/// <param name="CloseCode">For <see cref="TransportMessageKind.Closed"/>: the peer's close code.</param>
/// <param name="Fault">For <see cref="TransportMessageKind.Malformed"/>: what is wrong.</param>
public readonly record struct TransportMessage(
    TransportMessageKind Kind,
    ReadOnlySequence<byte> Data = default,
    int CloseCode = 0,
    string? Fault = null
)
{
    /// <summary>The close code of a peer that has said all it had to say.</summary>
    public const int NormalClosure = 1000;
}
