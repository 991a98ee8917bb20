using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Audio.Core.Wires.Transports;
using Audio.Testing;

namespace Audio.Core.Tests.Wires;

/// <summary>The account at the other end of a connection, as Linux tells it.</summary>
public sealed class PeerAccountsTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("::", "127.0.0.1")] // the daemon's socket is an IPv6 one that takes IPv4
    public async Task This_account_is_known_over_TCP(string listens, string connects)
    {
        using var listener = new Socket(IPAddress.Parse(listens).AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (listens == "::")
            listener.DualMode = true;
        listener.Bind(new IPEndPoint(IPAddress.Parse(listens), 0));
        listener.Listen();
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Parse(connects), port);
        using Socket accepted = await listener.AcceptAsync();

        PeerAccounts.IsOwn(accepted).Should().BeTrue();
        client.Dispose();
        PeerAccounts.IsOwn(accepted).Should().BeFalse("nobody knows who it was");
        accepted.Dispose();
        PeerAccounts.IsOwn(accepted).Should().BeFalse();
        PeerAccounts.IsOwn(null).Should().BeFalse();
    }

    [Fact]
    public async Task This_account_is_known_over_a_Unix_socket()
    {
        using var folder = new TempFolder();
        var place = new UnixDomainSocketEndPoint(folder.File("socket"));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(place);
        listener.Listen();
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(place);
        using Socket accepted = await listener.AcceptAsync();

        PeerAccounts.IsOwn(accepted).Should().BeTrue();
    }

    [Fact]
    public async Task Another_account_is_another()
    {
        if (!string.Equals(Environment.UserName, "root", StringComparison.Ordinal))
            Assert.Skip("Only root can run a program as another account.");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        string script = $"exec 3<>/dev/tcp/127.0.0.1/{port}; cat <&3";
        using var client = Process.Start("setpriv", ["--reuid=65534", "--clear-groups", "bash", "-c", script]);
        try
        {
            using Socket accepted = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
            PeerAccounts.IsOwn(accepted).Should().BeFalse();
        }
        finally
        {
            client.Kill();
        }
    }
}
