using System.Buffers;

namespace Audio.Core.Wires.Transports;

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
    /// <summary>The close code of a peer that closed normally.</summary>
    public const int NormalClosure = 1000;
}
