using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.Commands;

/// <summary>
/// scripts/start-persistent-daemon.sh, in its own project folder, where audiod is the program built for the tests.
/// </summary>
public sealed class PersistentDaemonScriptTests : IAsyncDisposable
{
    private readonly AudiodFixture _audiod = new();

    private string Script => Path.Combine(_audiod.Folder, "scripts", "start-persistent-daemon.sh");

    private string Logs => Path.Combine(_audiod.Folder, "logs");

    private string PidFile => Path.Combine(Logs, "persistent-daemon.pid");

    public PersistentDaemonScriptTests()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Script)!);
        File.Copy(Path.Combine(AudiodFixture.Root, "scripts", "start-persistent-daemon.sh"), Script);

        // The script uses the files next to it; the state folder must be the fixture's, which kills what still runs.
        string audiod = Path.Combine(_audiod.Folder, "audiod");
        File.WriteAllText(audiod, $"#!/bin/sh\nexec dotnet '{DaemonProcess.Program}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(audiod, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(_audiod.StateFolder, Logs);
        Directory.CreateDirectory(Logs);
    }

    public ValueTask DisposeAsync() => _audiod.DisposeAsync();

    [Fact]
    public async Task Its_verbs_use_its_files_and_the_port_that_was_started()
    {
        CommandResult started = await RunAsync("start 0 --sink null");
        started.ExitCode.Should().Be(0, started.ToString());
        int port = _audiod.Port();
        (await File.ReadAllTextAsync(PidFile, TestContext.Current.CancellationToken))
            .Should()
            .Be($"{_audiod.ProcessId()}\n");
        (
            await File.ReadAllTextAsync(
                Path.Combine(Logs, "persistent-daemon.log"),
                TestContext.Current.CancellationToken
            )
        )
            .Should()
            .Contain($"listens on port {port}");

        (await RunAsync("health")).Should().Be(new CommandResult(0, $"audiod on port {port} is healthy.\n", ""));
        (await RunAsync("status"))
            .Out.Should()
            .StartWith($"audiod 0.1.0 is running on port {port} (pid {_audiod.ProcessId()}).");
        (await RunAsync($"health {port}")).ExitCode.Should().Be(0);

        CommandResult second = await RunAsync("start 0 --sink null");
        second.ExitCode.Should().Be(1);
        second.Error.Should().StartWith($"audiod: {PidFile} belongs to the daemon on port {port} (pid ");

        int id = _audiod.ProcessId();
        CommandResult restarted = await RunAsync("restart");
        restarted.ExitCode.Should().Be(0, restarted.ToString());
        _audiod.Port().Should().Be(port);
        _audiod.ProcessId().Should().NotBe(id);
        (await File.ReadAllTextAsync(PidFile, TestContext.Current.CancellationToken))
            .Should()
            .Be($"{_audiod.ProcessId()}\n");

        (await RunAsync("stop")).ExitCode.Should().Be(0);
        File.Exists(PidFile).Should().BeFalse();
        (await RunAsync("health")).ExitCode.Should().Be(1);
        (await RunAsync("status")).ExitCode.Should().Be(3);
    }

    [Fact]
    public async Task Without_a_verb_it_starts()
    {
        CommandResult started = await RunAsync("", ("AUDIOD_PORT", "0"), ("AUDIOD_SINK", "null"));

        started.ExitCode.Should().Be(0, started.ToString());
        started.Out.Should().StartWith($"audiod 0.1.0 runs on port {_audiod.Port()} ");
    }

    [Fact]
    public async Task An_unknown_verb_shows_how_it_is_used()
    {
        CommandResult result = await RunAsync("dance");

        result.ExitCode.Should().Be(2);
        result
            .Error.Should()
            .StartWith("Usage: start-persistent-daemon.sh {start|stop|restart|status|logs|health} [port]");
    }

    private Task<CommandResult> RunAsync(string line, params (string Name, string Value)[] environment) =>
        Command.RunAsync(
            "bash",
            [Script, .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            environment.ToDictionary(v => v.Name, v => (string?)v.Value),
            Path.GetTempPath()
        );
}
