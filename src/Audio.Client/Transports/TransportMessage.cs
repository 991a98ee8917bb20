namespace Audio.Client.Transports;

/// <summary>A message, or the end of the connection.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Data">The bytes; valid until the next receive.</param>
/// <param name="Reason">Why the connection closed or broke.</param>
internal readonly record struct TransportMessage(
    TransportMessageKind Kind,
    ReadOnlyMemory<byte> Data,
    string? Reason = null
)
{
    /// <summary>The maximum length of a message.</summary>
    public const int MaxBytes = 1024 * 1024;

    public static TransportMessage Lost(string reason) => new(TransportMessageKind.Lost, default, reason);
}
