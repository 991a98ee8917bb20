using System.Net.Sockets;
using Audio.Host.Native;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Audio.Host.Transports;

/// <summary>What a connection's socket knows of its peer, also while nobody reads from it. Ordered.</summary>
internal enum PeerState
{
    /// <summary>As far as is known, it is there.</summary>
    Present,

    /// <summary>It sends nothing more (FIN). It may still read: whether that is its end depends on the wire.</summary>
    Finished,

    /// <summary>It has closed a local socket, has reset the connection, or does not answer keepalive probes.</summary>
    Gone,
}

/// <summary>Asks a connection's socket about its peer. Any thread; reads no data.</summary>
internal static class PeerStates
{
    /// <summary>The check for a connection; always present if the connection is not a socket.</summary>
    public static Func<PeerState> Of(IFeatureCollection features) =>
        features.Get<IConnectionSocketFeature>()?.Socket is { } socket ? () => Of(socket) : static () => default;

    private static PeerState Of(Socket socket)
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return Of(SocketEvents.Of(socket.SafeHandle));

            // elsewhere a FIN is seen once everything before it has been read
            return socket.Poll(0, SelectMode.SelectError) ? PeerState.Gone
                : socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0 ? PeerState.Finished
                : PeerState.Present;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return PeerState.Gone; // closed
        }
    }

    private static PeerState Of(int events) =>
        (events & (SocketEvents.Error | SocketEvents.HangUp)) != 0 ? PeerState.Gone
        : (events & SocketEvents.PeerFinished) != 0 ? PeerState.Finished
        : PeerState.Present;
}
