using System.Net.Sockets;

namespace Audio.Core.Wires.Transports;

/// <summary>
/// TCP keepalive: finds that a connected machine is off or unreachable, which no packet reports. Set on a listening
/// socket; accepted ones inherit it.
/// </summary>
public static class Keepalive
{
    /// <summary>The peer is gone after 3 s without a packet and 3 probes that it did not answer.</summary>
    /// <param name="socket">A TCP socket.</param>
    public static void Enable(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 3);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 1);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }
}
