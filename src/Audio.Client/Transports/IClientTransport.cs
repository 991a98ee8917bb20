namespace Audio.Client.Transports;

/// <summary>What came from the daemon.</summary>
internal enum TransportMessageKind
{
    /// <summary>A JSON message.</summary>
    Text,

    /// <summary>A binary message; version 4 has none from the daemon.</summary>
    Binary,

    /// <summary>The daemon has closed in order; the reason is its text.</summary>
    Closed,

    /// <summary>The connection broke.</summary>
    Lost,
}

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

/// <summary>
/// Whole messages to and from a daemon. One receive at a time, one send at a time; <see cref="Abort"/> from any thread,
/// and both then end.
/// </summary>
internal interface IClientTransport : IAsyncDisposable
{
    /// <summary>The next message. Does not throw: a broken connection is a message too.</summary>
    ValueTask<TransportMessage> ReceiveAsync();

    /// <summary>
    /// Sends a JSON message. Throws <see cref="IOException"/> or the like where the connection is gone.
    /// </summary>
    ValueTask SendTextAsync(ReadOnlyMemory<byte> text);

    /// <summary>Sends a chunk frame as it stands on a byte stream: prefix, header, payload in one piece.</summary>
    ValueTask SendFrameAsync(ReadOnlyMemory<byte> frame);

    /// <summary>Says the last word; the daemon closes then, and <see cref="ReceiveAsync"/> tells.</summary>
    ValueTask CloseAsync(string reason);

    /// <summary>Cuts the connection.</summary>
    void Abort();
}
