using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Audio.Host.Transports;

/// <summary>
/// Says whether a connection has bytes that were not read yet, by its socket. The web server reads it in small pieces,
/// each on its own turn.
/// </summary>
internal static class ReadableBytes
{
    /// <summary>Of the connection of a request; nobody knows it of a connection that is no socket.</summary>
    public static Func<bool> Of(IFeatureCollection features) =>
        features.Get<IConnectionSocketFeature>()?.Socket is { } socket ? () => AreIn(socket) : static () => false;

    private static bool AreIn(Socket socket)
    {
        try
        {
            return socket.Available > 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false; // it is closed
        }
    }
}
