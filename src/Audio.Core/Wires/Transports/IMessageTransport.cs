namespace Audio.Core.Wires.Transports;

/// <summary>
/// Carries whole messages between the daemon and one client: a WebSocket, a Unix socket, a pipe in the same process.
/// One caller receives, one caller sends; the two do not wait for each other.
/// </summary>
public interface IMessageTransport
{
    /// <summary>The next message, or the end. One call at a time; never throws.</summary>
    ValueTask<TransportMessage> ReceiveAsync();

    /// <summary>
    /// Whether more can be read at this very moment, behind what was received; no, where that is not known. Any thread;
    /// does not block.
    /// </summary>
    bool HasMore => false;

    /// <summary>Sends a JSON message; waits while the peer reads too little. One call at a time.</summary>
    /// <param name="json">Borrowed until the call has ended.</param>
    /// <exception cref="IOException">The connection is lost.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> json);

    /// <summary>
    /// Says goodbye behind what was sent: no more is sent. The peer may still send, until <see cref="ReceiveAsync"/>
    /// says that it has closed too.
    /// </summary>
    /// <param name="code">A close code of RFC 6455, section 7.4.</param>
    /// <param name="reason">For people; at most 123 bytes.</param>
    /// <exception cref="IOException">The connection is lost.</exception>
    ValueTask CloseAsync(int code, string reason);

    /// <summary>Cuts the connection: whoever waits in it learns of its end. Any thread; never blocks.</summary>
    void Abort();
}
