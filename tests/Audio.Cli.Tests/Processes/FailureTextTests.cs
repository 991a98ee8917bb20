using System.Net;
using System.Net.Sockets;
using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Host;
using Audio.Host.Options;
using Audio.Host.Running;

namespace Audio.Cli.Tests.Processes;

public sealed class FailureTextTests
{
    [Fact]
    public async Task A_port_that_a_silent_program_has_is_one_line_and_its_own_exit_code()
    {
        // A program that accepts connections and closes them at once.
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var options = new DaemonOptions { Port = ((IPEndPoint)other.LocalEndpoint).Port };
        _ = CloseAllAsync(other);
        PortTakenException error = FluentActions
            .Invoking(() => PortClaims.Take(options))
            .Should()
            .Throw<PortTakenException>()
            .Which;

        FailureText failure = await FailureText.OfAsync(error, options);

        failure
            .Message.Should()
            .Be(
                $"Port {options.Port} is taken by another program (address already in use). "
                    + "Stop it, or choose another with --port."
            );
        failure.ExitCode.Should().Be(ExitCode.PortTaken);

        static async Task CloseAllAsync(TcpListener listener)
        {
            while (true)
                (await listener.AcceptSocketAsync()).Dispose();
        }
    }

    [Fact]
    public async Task Every_other_failure_is_said_as_it_is()
    {
        FailureText failure = await FailureText.OfAsync(new DaemonException("It rains."), new DaemonOptions());

        failure.Should().Be(new FailureText("It rains.", ExitCode.Failed));
    }
}
