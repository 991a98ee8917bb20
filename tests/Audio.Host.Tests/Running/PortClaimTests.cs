using System.Net;
using System.Net.Sockets;
using Audio.Host.Commands;
using Audio.Host.Options;
using Audio.Host.Running;
using FluentAssertions.Specialized;

namespace Audio.Host.Tests.Running;

public sealed class PortClaimTests
{
    [Fact]
    public void Take_AFreePort_IsTheSameOnBothLoopbacks()
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
    public void Take_APortThatWasTaken_SaysSo()
    {
        using var first = PortClaim.Take([], 0);

        FluentActions
            .Invoking(() => PortClaim.Take([], first.Port))
            .Should()
            .Throw<PortTakenException>()
            .WithMessage($"Port {first.Port} is taken by another program.");
    }

    [Fact]
    public void Take_APortThatIsTakenOnOneLoopbackOnly_GivesTheOtherBack()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "There is one loopback only.");
        using var six = PortClaim.Take([IPAddress.IPv6Loopback], 0);

        FluentActions.Invoking(() => PortClaim.Take([], six.Port)).Should().Throw<PortTakenException>();

        using var four = PortClaim.Take([IPAddress.Loopback], six.Port);
        four.Port.Should().Be(six.Port);
    }

    [Fact]
    public void Dispose_GivesThePortBack()
    {
        var first = PortClaim.Take([], 0);
        first.Dispose();

        using var second = PortClaim.Take([], first.Port);
        second.Port.Should().Be(first.Port);
    }

    [Fact]
    public void Reachable_AllAddresses_IsLoopback()
    {
        using var claim = PortClaim.Take([IPAddress.Any], 0);
        claim.Reachable.Should().Be(IPAddress.Loopback);
    }

    [Fact]
    public async Task TakeAsync_TakenByAProgramThatSaysNothing_IsOneLineAndItsOwnExitCode()
    {
        // Listens, and closes whoever comes.
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        _ = CloseAllAsync(other);

        ExceptionAssertions<DaemonFailure> thrown = await FluentActions
            .Awaiting(() => PortClaims.TakeAsync(new DaemonOptions { Port = port }))
            .Should()
            .ThrowAsync<DaemonFailure>();

        thrown
            .Which.Message.Should()
            .Be($"Port {port} is taken by another program. Stop it, or choose another with --port.");
        thrown.Which.ExitCode.Should().Be(ExitCode.PortTaken);

        static async Task CloseAllAsync(TcpListener listener)
        {
            while (true)
                (await listener.AcceptSocketAsync()).Dispose();
        }
    }

    [Fact]
    public async Task TakeAsync_AnAddressOfAnotherMachine_SaysWhich()
    {
        var options = new DaemonOptions { Port = 0, Bind = [IPAddress.Parse("192.0.2.1")] };

        ExceptionAssertions<DaemonFailure> thrown = await FluentActions
            .Awaiting(() => PortClaims.TakeAsync(options))
            .Should()
            .ThrowAsync<DaemonFailure>();

        thrown.Which.Message.Should().Be("An address of --bind (192.0.2.1) is not one of this machine.");
        thrown.Which.ExitCode.Should().Be(ExitCode.Failed);
    }
}
