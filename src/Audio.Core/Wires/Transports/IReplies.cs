namespace Audio.Core.Wires.Transports;

/// <summary>The way back to a client. Any thread.</summary>
public interface IReplies
{
    /// <summary>Sends a text message; waits while the client reads too little. After a close it is dropped.</summary>
    /// <param name="text">UTF-8 JSON.</param>
    ValueTask SendAsync(ReadOnlyMemory<byte> text);

    /// <summary>Sends if there is room; for what is said unasked.</summary>
    /// <param name="text">UTF-8 JSON.</param>
    /// <returns>Whether there was.</returns>
    bool TrySend(ReadOnlyMemory<byte> text);
}
