using System.Net;
using System.Net.Sockets;

namespace Audio.Testing.Sockets;

/// <summary>Finds ports for programs that need to know their port before they start.</summary>
public static class FreePort
{
    /// <summary>A port that nothing listens on. It is not reserved: another program may take it.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
