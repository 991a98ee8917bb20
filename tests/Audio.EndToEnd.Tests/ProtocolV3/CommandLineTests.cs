using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.ProtocolV3;

/// <summary>The section "Command line and script", for the old daemon's flags; Commands/ covers the rest.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--debug")]
    [InlineData("-d")]
    public async Task Debug_logs_what_is_not_logged_without_it(string flag)
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup { Options = [flag] });
        await using V3Client client = await V3Client.ConnectAsync(daemon);

        await client.StartAsync(24_000, 1, 16);

        await daemon.Output.WaitForAsync(@"\[DBG\] Session client_1-1 opened", TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Port_takes_the_port_that_is_said()
    {
        int port;
        await using (DaemonProcess first = await DaemonProcess.StartAsync(new DaemonSetup()))
        {
            port = first.Port;
            first.Terminate();
            await first.WaitForExitAsync();
        }

        await using DaemonProcess second = await DaemonProcess.StartAsync(new DaemonSetup { Port = port });

        second.Port.Should().Be(port);
        (await second.StatusAsync()).GetProperty("port").GetInt32().Should().Be(port);
    }
}
