using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Audio.Host.Transports;

/// <summary>
/// Tells from its socket whether a connection has unread bytes. The web server reads them in small pieces, each in its
/// own turn.
/// </summary>
internal static class ReadableBytes
{
    /// <summary>The check for a request's connection; always false if the connection is not a socket.</summary>
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
            return false; // closed
        }
    }
}
