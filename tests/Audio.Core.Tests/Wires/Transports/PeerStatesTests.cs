using System.Net;
using System.Net.Sockets;
using Audio.Core.Wires.Transports;
using Audio.Testing;

namespace Audio.Core.Tests.Wires.Transports;

/// <summary>What real sockets know of their peers while nobody reads from them.</summary>
public sealed class PeerStatesTests
{
    [Fact]
    public async Task A_peer_that_only_reads_is_present()
    {
        (Socket here, Socket peer) = await PairAsync();
        using (here)
        using (peer)
            PeerStates.Of(here).Should().Be(PeerState.Present);
    }

    [Fact]
    public async Task A_FIN_behind_unread_data_is_seen_and_so_is_a_reset()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere it is seen once the data has been read.");
        (Socket here, Socket peer) = await PairAsync();
        using (here)
        using (peer)
        {
            peer.Send(new byte[1_000]);
            peer.Shutdown(SocketShutdown.Send);
            await UntilAsync(here, PeerState.Finished);

            peer.LingerState = new LingerOption(enable: true, seconds: 0);
            peer.Close();
            await UntilAsync(here, PeerState.Gone);
            here.Receive(new byte[2_000]).Should().Be(1_000, "looking has read nothing");
        }
    }

    [Fact]
    public async Task A_FIN_behind_data_that_cannot_be_sent_is_seen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems may have larger buffers.");
        (Socket here, Socket peer) = await PairAsync();
        using (here)
        {
            peer.Blocking = false;
            while (peer.Poll(100_000, SelectMode.SelectWrite))
                peer.Send(new byte[64 * 1024], SocketFlags.None, out _);
            PeerStates.Of(here).Should().Be(PeerState.Present);

            peer.Close();

            await UntilAsync(here, PeerState.Finished);
        }
    }

    [Fact]
    public async Task A_local_socket_that_is_closed_has_no_peer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere it is seen once the data has been read.");
        using var folder = new TempFolder();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(folder.File("a.sock")));
        listener.Listen();
        using var peer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await peer.ConnectAsync(listener.LocalEndPoint!, TestContext.Current.CancellationToken);
        using Socket here = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        peer.Send(new byte[1_000]);
        PeerStates.Of(here).Should().Be(PeerState.Present);

        peer.Close();

        PeerStates.Of(here).Should().Be(PeerState.Gone);
    }

    [Fact]
    public async Task A_socket_that_is_closed_here_has_no_peer()
    {
        (Socket here, Socket peer) = await PairAsync();
        using (peer)
        {
            here.Close();
            PeerStates.Of(here).Should().Be(PeerState.Gone);
        }
    }

    private static async Task<(Socket Here, Socket Peer)> PairAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var peer = new Socket(SocketType.Stream, ProtocolType.Tcp); // for IPv6, too: its IPv4 addresses are mapped
        await peer.ConnectAsync(listener.LocalEndPoint!, TestContext.Current.CancellationToken);
        return (await listener.AcceptAsync(TestContext.Current.CancellationToken), peer);
    }

    /// <summary>Packets arrive when they do.</summary>
    private static async Task UntilAsync(Socket socket, PeerState state)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (PeerStates.Of(socket) != state)
        {
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(30));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
