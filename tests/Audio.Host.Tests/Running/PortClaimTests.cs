using System.Net;
using System.Net.Sockets;
using Audio.Host.Options;
using Audio.Host.Running;

namespace Audio.Host.Tests.Running;

public sealed class PortClaimTests
{
    [Fact]
    public async Task A_peer_that_is_off_or_unreachable_is_found_within_seconds()
    {
        using var claim = PortClaim.Take([], 0);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, claim.Port, TestContext.Current.CancellationToken);

        using Socket accepted = await claim
            .SocketOf(new IPEndPoint(IPAddress.Loopback, claim.Port))
            .AcceptAsync(TestContext.Current.CancellationToken);

        Option(SocketOptionLevel.Socket, SocketOptionName.KeepAlive).Should().NotBe(0);
        int seconds =
            Option(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)
            + Option(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval)
                * Option(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount);
        seconds.Should().BeInRange(3, 7);

        int Option(SocketOptionLevel level, SocketOptionName name) => (int)accepted.GetSocketOption(level, name)!;
    }

    [Fact]
    public void Take_a_free_port_is_the_same_on_both_loopbacks()
    {
        using var claim = PortClaim.Take([], 0);

        claim.Port.Should().BePositive();
        claim.EndPoints[0].Should().Be(new IPEndPoint(IPAddress.Loopback, claim.Port));
        claim
            .EndPoints.Skip(1)
            .Should()
            .Equal(Socket.OSSupportsIPv6 ? [new IPEndPoint(IPAddress.IPv6Loopback, claim.Port)] : []);
        claim.Reachable.Should().Be(IPAddress.Loopback);
    }

    [Fact]
    public void Take_a_port_that_was_taken_says_so()
    {
        using var first = PortClaim.Take([], 0);

        FluentActions
            .Invoking(() => PortClaim.Take([], first.Port))
            .Should()
            .Throw<PortTakenException>()
            .WithMessage(
                $"Port {first.Port} is taken by another program (address already in use). "
                    + "Stop it, or choose another with --port."
            );
    }

    [Fact]
    public void Take_a_port_that_is_taken_on_one_loopback_only_gives_the_other_back()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "There is one loopback only.");
        using var six = PortClaim.Take([IPAddress.IPv6Loopback], 0);

        FluentActions.Invoking(() => PortClaim.Take([], six.Port)).Should().Throw<PortTakenException>();

        using var four = PortClaim.Take([IPAddress.Loopback], six.Port);
        four.Port.Should().Be(six.Port);
    }

    [Fact]
    public void Dispose_gives_the_port_back()
    {
        var first = PortClaim.Take([], 0);
        first.Dispose();

        using var second = PortClaim.Take([], first.Port);
        second.Port.Should().Be(first.Port);
    }

    [Fact]
    public void Reachable_all_addresses_is_loopback()
    {
        using var claim = PortClaim.Take([IPAddress.Any], 0);
        claim.Reachable.Should().Be(IPAddress.Loopback);
    }

    [Fact]
    public void Take_an_address_of_another_machine_says_which()
    {
        var options = new DaemonOptions { Port = 0, Bind = [IPAddress.Parse("192.0.2.1")] };

        FluentActions
            .Invoking(() => PortClaims.Take(options))
            .Should()
            .Throw<DaemonException>()
            .WithMessage("An address of --bind (192.0.2.1) is not one of this machine.");
    }
}
