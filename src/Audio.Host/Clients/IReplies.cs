namespace Audio.Host.Clients;

/// <summary>The way back to a client. Any thread.</summary>
internal interface IReplies
{
    /// <summary>Sends a text message; waits while the client reads too little. After a close it is dropped.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> text);

    /// <summary>Sends if there is room; for what is said unasked.</summary>
    bool TrySend(ReadOnlyMemory<byte> text);
}
