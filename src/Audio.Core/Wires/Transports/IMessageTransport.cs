namespace Audio.Core.Wires.Transports;

/// <summary>
/// Carries whole messages between the daemon and one client: a WebSocket, a Unix socket, a pipe in the same process.
/// One caller receives and one caller sends; neither waits for the other.
/// </summary>
public interface IMessageTransport
{
    /// <summary>The next message, or the end. One call at a time; never throws.</summary>
    ValueTask<TransportMessage> ReceiveAsync();

    /// <summary>
    /// Whether more can be read right now, after the last message received; <see langword="false"/> if that is not
    /// known. Any thread; never blocks.
    /// </summary>
    bool HasMore => false;

    /// <summary>
    /// Whether the peer is the account that runs this process; <see langword="false"/> if that is not known. Any
    /// thread.
    /// </summary>
    bool IsOwnUser => false;

    /// <summary>Sends a JSON message; waits while the peer reads too slowly. One call at a time.</summary>
    /// <param name="json">Borrowed until the returned task completes.</param>
    /// <exception cref="IOException">The connection is lost.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> json);

    /// <summary>
    /// Closes the sending side after what was sent. The peer may still send until <see cref="ReceiveAsync"/> reports
    /// that it has closed too.
    /// </summary>
    /// <param name="code">A close code of RFC 6455, section 7.4.</param>
    /// <param name="reason">For people; at most 123 bytes.</param>
    /// <exception cref="IOException">The connection is lost.</exception>
    ValueTask CloseAsync(int code, string reason);

    /// <summary>Aborts the connection; pending calls learn of its end. Any thread; never blocks.</summary>
    void Abort();
}
