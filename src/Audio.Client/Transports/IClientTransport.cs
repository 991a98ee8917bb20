namespace Audio.Client.Transports;

/// <summary>
/// Sends and receives whole messages. One receive and one send at a time; <see cref="Abort"/> from any thread ends
/// both.
/// </summary>
internal interface IClientTransport : IAsyncDisposable
{
    /// <summary>Receives the next message. Does not throw: a broken connection is a message too.</summary>
    ValueTask<TransportMessage> ReceiveAsync();

    /// <summary>
    /// Sends a JSON message. Throws an <see cref="IOException"/> or similar if the connection is broken.
    /// </summary>
    ValueTask SendTextAsync(ReadOnlyMemory<byte> text);

    /// <summary>Sends a chunk frame in its byte-stream form: prefix, header and payload in one piece.</summary>
    ValueTask SendFrameAsync(ReadOnlyMemory<byte> frame);

    /// <summary>Starts the close handshake; <see cref="ReceiveAsync"/> tells when the daemon has closed.</summary>
    ValueTask CloseAsync(string reason);

    /// <summary>Cuts the connection.</summary>
    void Abort();
}
