using System.Net;
using System.Net.Sockets;
using Audio.Core.Wires.Transports;

namespace Audio.Host.Running;

/// <summary>
/// The daemon's port, claimed before anything else is opened: a taken port is reported at once, both loopback families
/// use the same number even if any free port was requested, and two daemons that start together cannot both get it. The
/// web server receives the sockets; the creator of the claim disposes it.
/// </summary>
internal sealed class PortClaim : IDisposable
{
    private const int Backlog = 512;
    private const int TriesForAFreePort = 20;

    // Immutable.
    private readonly List<Socket> _sockets;

    private PortClaim(int port, List<Socket> sockets)
    {
        Port = port;
        _sockets = sockets;
        EndPoints = [.. sockets.Select(s => (IPEndPoint)s.LocalEndPoint!)];
    }

    /// <summary>The claimed port.</summary>
    public int Port { get; }

    /// <summary>The endpoints that listen.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints { get; }

    /// <summary>An address by which programs on this machine reach it.</summary>
    public IPAddress Reachable
    {
        get
        {
            IPAddress address = EndPoints[0].Address;
            return address.Equals(IPAddress.Any) ? IPAddress.Loopback
                : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
                : address;
        }
    }

    /// <summary>Claims the port. Connections wait until the web server accepts them.</summary>
    /// <param name="bind">The addresses; empty for both loopback addresses, or only 127.0.0.1 without IPv6.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <exception cref="PortTakenException">Another program has it on one of the addresses.</exception>
    /// <exception cref="SocketException">
    /// An address does not belong to this machine, or this user may not use the port.
    /// </exception>
    public static PortClaim Take(IReadOnlyList<IPAddress> bind, int port)
    {
        bool loopback = bind.Count == 0;
        IReadOnlyList<IPAddress> addresses = loopback ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : bind;
        for (int tries = 1; ; tries++)
        {
            try
            {
                return TakeAll(addresses, port, ipv6Optional: loopback);
            }
            catch (PortTakenException) when (port == 0 && tries < TriesForAFreePort)
            {
                // Free on the first address but taken on the second: let the system choose another.
            }
        }
    }

    /// <summary>The socket for an address, handed to the web server.</summary>
    public Socket SocketOf(EndPoint endPoint) => _sockets.First(s => endPoint.Equals(s.LocalEndPoint));

    /// <summary>Stops accepting connections; open ones stay. Any thread, any number of times.</summary>
    public void Dispose()
    {
        foreach (Socket socket in _sockets)
            socket.Dispose();
    }

    private static PortClaim TakeAll(IReadOnlyList<IPAddress> addresses, int port, bool ipv6Optional)
    {
        var sockets = new List<Socket>();
        try
        {
            foreach (IPAddress address in addresses)
            {
                if (
                    Listen(address, port, ipv6Optional && address.AddressFamily == AddressFamily.InterNetworkV6)
                    is not { } socket
                )
                {
                    continue;
                }

                sockets.Add(socket);
                port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            }

            return new PortClaim(port, sockets);
        }
        catch
        {
            foreach (Socket socket in sockets)
                socket.Dispose();
            throw;
        }
    }

    private static Socket? Listen(IPAddress address, int port, bool optional)
    {
        if (optional && !Socket.OSSupportsIPv6)
            return null;
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = false; // 127.0.0.1 has its own socket
            if (OperatingSystem.IsWindows())
                socket.ExclusiveAddressUse = true;
            Keepalive.Enable(socket);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            if (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
                throw new PortTakenException(port, e);
            if (
                optional
                && e.SocketErrorCode
                    is SocketError.AddressNotAvailable
                        or SocketError.AddressFamilyNotSupported
                        or SocketError.NetworkDown
            )
            {
                return null;
            }

            throw;
        }
    }
}
