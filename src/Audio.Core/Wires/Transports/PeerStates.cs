using System.Net.Sockets;

namespace Audio.Core.Wires.Transports;

/// <summary>Asks a socket about its peer. Any thread; never blocks, and reads none of its data.</summary>
public static class PeerStates
{
    /// <summary>What the socket knows of its peer.</summary>
    /// <param name="socket">
    /// A connected stream socket; one that is closed has no peer any more. <see langword="null"/>: nothing is known.
    /// </param>
    public static PeerState Of(Socket? socket)
    {
        if (socket is null)
            return PeerState.Present;
        try
        {
            PeerState state = OperatingSystem.IsLinux() ? Of(SocketEvents.Of(socket.SafeHandle)) : Portably(socket);
            return state == PeerState.Present && UnsentEnds.Include(socket) ? PeerState.Finished : state;
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

    /// <summary>Sees an end once everything before it has been read.</summary>
    private static PeerState Portably(Socket socket) =>
        socket.Poll(0, SelectMode.SelectError) ? PeerState.Gone
        : socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0 ? PeerState.Finished
        : PeerState.Present;
}
