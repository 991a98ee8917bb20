using System.Text;
using Audio.LoadGenerator.Measuring;
using Audio.LoadGenerator.Sockets;

namespace Audio.LoadGenerator.Clients;

/// <summary>What both versions have in common: the upgrade, and messages in frames.</summary>
internal abstract class WebSocketConnection(LoadOptions options, Recorder recorder, string? subprotocol)
    : LoadConnection(options, recorder)
{
    private bool _upgraded;

    /// <inheritdoc/>
    public override void Connect()
    {
        Socket = new ClientSocket(Options.Port);
        string protocol = subprotocol is null ? "" : $"Sec-WebSocket-Protocol: {subprotocol}\r\n";
        Socket.Append(
            Encoding.ASCII.GetBytes(
                $"GET / HTTP/1.1\r\nHost: localhost:{Options.Port}\r\nUpgrade: websocket\r\n"
                    + $"Connection: Upgrade\r\n{protocol}"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                    + $"{Convert.ToBase64String(Guid.NewGuid().ToByteArray())}\r\n\r\n"
            )
        );
        Socket.Flush();
        Connected?.Invoke(Socket);
    }

    /// <inheritdoc/>
    public override bool Receive(long now)
    {
        if (Socket is not { } socket || !socket.Receive())
            return false;
        if (!_upgraded && !TryUpgrade(socket))
            return true;
        while (
            WebSocketFrames.TryRead(socket.Received, out byte opcode, out ReadOnlySpan<byte> payload)
                is var length
                    and > 0
        )
        {
            if (opcode == WebSocketFrames.Close)
                return false;
            if (opcode == WebSocketFrames.Text)
                Take(payload, now);
            socket.Consume(length);
        }
        return true;
    }

    /// <summary>Processes a message from the daemon.</summary>
    protected abstract void Take(ReadOnlySpan<byte> json, long now);

    /// <summary>Queues a message.</summary>
    protected void Say(ReadOnlySpan<byte> json) =>
        Socket!.Append(WebSocketFrames.Mask(WebSocketFrames.Text, json).Frame);

    private bool TryUpgrade(ClientSocket socket)
    {
        int end = socket.Received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        string head = Encoding.ASCII.GetString(socket.Received[..end]);
        if (!head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
        {
            throw new IOException(
                $"The daemon let no WebSocket in: {head.Split('\r')[0]} (see --max-clients of the daemon)."
            );
        }

        socket.Consume(end + 4);
        return _upgraded = true;
    }
}
