using System.Net.Sockets;
using Audio.Core.Wires.Transports;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Audio.Host.Transports;

/// <summary>
/// Tells whether a connection has unread bytes: in its socket, which the web server reads in small pieces, or waiting
/// for the next turn of its reader.
/// </summary>
internal static class ReadableBytes
{
    /// <summary>The check for a request's connection; always false if the connection is not a socket.</summary>
    public static Func<bool> Of(IFeatureCollection features) =>
        features.Get<IConnectionSocketFeature>()?.Socket is { } socket
            ? Of(socket, features.Get<TurnReader>())
            : static () => false;

    private static Func<bool> Of(Socket socket, TurnReader? turns) =>
        () => turns is { HasUnread: true } || AreIn(socket);

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
