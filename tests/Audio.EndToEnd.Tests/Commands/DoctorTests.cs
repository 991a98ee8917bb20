using Audio.Testing;
using Audio.Testing.Daemon;
using Audio.Testing.Pulse;

namespace Audio.EndToEnd.Tests.Commands;

/// <summary>
/// <c>audiod doctor</c> on a machine with a sound server, next to a daemon, and next to another program.
/// </summary>
public sealed class DoctorTests
{
    [Theory]
    [InlineData(SoundServerKind.PulseAudio)]
    [InlineData(SoundServerKind.PipeWire)]
    public async Task It_names_the_sink_that_would_be_used(SoundServerKind kind)
    {
        await using SoundServer server = await SoundServer.StartAsync(kind);
        using var folder = new TempFolder();
        await using var doctor = DaemonProcess.Run(
            ["doctor", "--port", "0", "--state-dir", folder.Path, "--log-dir", folder.Path],
            server.ClientEnvironment
        );

        (await doctor.WaitForExitAsync()).Should().Be(0);

        string said = string.Join('\n', doctor.Output.All);
        said.Should()
            .MatchRegex(@"\nok    pulse +opens pulse")
            .And.MatchRegex(@"\nok    --sink auto +would use pulse, the first that opens\.")
            .And.MatchRegex(@"\nok    local socket +.*\.sock can be created, for this user only\.")
            .And.EndWith("No problems found.");
    }

    [Fact]
    public async Task It_finds_the_daemon_that_runs_and_the_sink_that_does_not_open()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());
        await using var doctor = DaemonProcess.Run(
            ["doctor", $"{daemon.Port}", "--sink", "pulse", "--state-dir", daemon.Folder, "--log-dir", daemon.Folder],
            new Dictionary<string, string> { ["PULSE_SERVER"] = "unix:/nowhere/native" }
        );

        (await doctor.WaitForExitAsync()).Should().Be(1);

        string said = string.Join('\n', doctor.Output.All);
        said.Should()
            .MatchRegex($@"\nok    port {daemon.Port} +audiod 0\.1\.0 runs there and plays through null\.")
            .And.MatchRegex(@"\nBAD   --sink pulse +PulseAudio cannot be reached")
            .And.EndWith("Problems found: see the lines marked BAD.");
    }
}
