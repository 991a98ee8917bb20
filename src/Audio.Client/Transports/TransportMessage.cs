namespace Audio.Client.Transports;

/// <summary>One message, or the end.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Data">Its bytes, borrowed until the next receive.</param>
/// <param name="Reason">Why it closed or broke.</param>
internal readonly record struct TransportMessage(
    TransportMessageKind Kind,
    ReadOnlyMemory<byte> Data,
    string? Reason = null
)
{
    /// <summary>The longest message that a daemon may send.</summary>
    public const int MaxBytes = 1024 * 1024;

    public static TransportMessage Lost(string reason) => new(TransportMessageKind.Lost, default, reason);
}
