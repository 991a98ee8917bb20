namespace Audio.Core.Wires.Transports;

/// <summary>Sends messages back to a client. Any thread.</summary>
public interface IReplies
{
    /// <summary>Sends a text message; waits while the client reads too slowly. Dropped after a close.</summary>
    /// <param name="text">UTF-8 JSON.</param>
    ValueTask SendAsync(ReadOnlyMemory<byte> text);

    /// <summary>Sends if there is room; for messages that are not a reply.</summary>
    /// <param name="text">UTF-8 JSON.</param>
    /// <returns>Whether there was room.</returns>
    bool TrySend(ReadOnlyMemory<byte> text);
}
