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
        features.Get<IConnectionSocketFeature>()?.Socket is { } socket && features.Get<TurnReader>() is { } turns
            ? () => AreIn(socket, turns)
            : static () => false;

    private static bool AreIn(Socket socket, TurnReader turns)
    {
        try
        {
            return turns.HasUnread || socket.Available > 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false; // closed
        }
    }
}
