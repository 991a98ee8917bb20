namespace Audio.Client.Transports;

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
