using System.Net.WebSockets;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.Commands;

/// <summary>Commands during another command, and commands for another port than that of the running daemon.</summary>
public sealed class MeanwhileTests : IAsyncDisposable
{
    private readonly AudiodFixture _audiod = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _audiod.DisposeAsync();

    [Fact]
    public async Task A_stop_during_a_start_stops_what_is_started()
    {
        await using Command start = _audiod.Start("start 0 --sink null --pid-file daemon.pid");
        await UntilAsync(() =>
            Directory.Exists(_audiod.StateFolder)
            && Directory.GetFiles(_audiod.StateFolder, "starting-*.json").Length > 0
        );

        CommandResult stopped = await _audiod.RunAsync("stop");
        CommandResult started = await start.WaitAsync();

        started.ExitCode.Should().Be(0, started.ToString());
        started.Out.Should().MatchRegex(@"^audiod 0\.1\.0 runs on port [0-9]+ ");
        stopped.ExitCode.Should().Be(0, stopped.ToString());
        stopped
            .Out.Should()
            .MatchRegex(
                @"^A start is in progress; waiting for it\.\naudiod on port [0-9]+ \(pid [0-9]+\) has stopped\.\n$"
            );
        Directory.GetFiles(_audiod.StateFolder).Should().Equal(Path.Combine(_audiod.StateFolder, "latest-port"));
        File.Exists(Path.Combine(_audiod.Folder, "daemon.pid")).Should().BeFalse();
        Directory.EnumerateFileSystemEntries(_audiod.RuntimeFolder).Should().BeEmpty();
    }

    [Fact]
    public async Task A_start_that_is_interrupted_leaves_no_daemon()
    {
        await using Command start = _audiod.Start("start 0 --sink null");
        await UntilAsync(() =>
            Directory.Exists(_audiod.StateFolder)
            && Directory.GetFiles(_audiod.StateFolder, "starting-*.json").Length > 0
        );

        await start.SignalAsync("INT");
        CommandResult started = await start.WaitAsync();

        string[] left = Directory.Exists(_audiod.StateFolder) ? Directory.GetFiles(_audiod.StateFolder, "*.json") : [];
        if (started.ExitCode == 0) // it was quicker than the signal
        {
            left.Should().ContainSingle();
            return;
        }
        started.Should().Be(new CommandResult(130, "", "audiod was not started: interrupted.\n"));
        left.Should().BeEmpty();
        Directory.EnumerateFileSystemEntries(_audiod.RuntimeFolder).Should().BeEmpty();
    }

    [Fact]
    public async Task A_start_during_a_drain_waits_for_it_and_a_second_stop_does_not_cut_it_off()
    {
        CommandResult first = await _audiod.RunAsync("start 0 --sink null --drain 30");
        first.ExitCode.Should().Be(0, first.ToString());
        int port = _audiod.Port();
        int id = _audiod.ProcessId();
        using ClientWebSocket client = await BusyClient.PlayAsync(port, seconds: 3);

        await using Command stop = _audiod.Start("stop");
        await UntilAsync(() => (bool?)_audiod.State()["isStopping"] == true);
        CommandResult status = await _audiod.RunAsync("status");
        await using Command start = _audiod.Start($"start {port} --sink null");
        CommandResult again = await _audiod.RunAsync("stop"); // waits for the start, too
        CommandResult stopped = await stop.WaitAsync();
        CommandResult started = await start.WaitAsync();

        status
            .Should()
            .Be(
                new CommandResult(
                    1,
                    $"audiod on port {port} (pid {id}) is stopping: it is finishing playback. Its log: "
                        + $"{Path.Combine(_audiod.LogFolder, $"audiod-{port}.log")}\n",
                    ""
                )
            );
        stopped.Should().Be(new CommandResult(0, $"audiod on port {port} (pid {id}) has stopped.\n", ""));
        started.ExitCode.Should().Be(0, started.ToString());
        started
            .Out.Should()
            .StartWith(
                $"The daemon on port {port} (pid {id}) is stopping; waiting for it to finish playing.\n"
                    + $"audiod 0.1.0 runs on port {port} "
            );
        again.ExitCode.Should().Be(0, again.ToString());
        string log = await File.ReadAllTextAsync(Path.Combine(_audiod.LogFolder, $"audiod-{port}.log"), Cancel);
        log.Should().Contain(": Completed, ").And.NotContain("[ERR]").And.NotContain("[FTL]");
    }

    [Fact]
    public async Task A_restart_on_another_port_moves_the_daemon_there_with_its_options()
    {
        (await _audiod.RunAsync("start 0 --sink null --drain 3")).ExitCode.Should().Be(0);
        int from = _audiod.Port();
        int id = _audiod.ProcessId();
        int to = FreePort.Find();

        CommandResult moved = await _audiod.RunAsync($"restart {to}");

        moved.ExitCode.Should().Be(0, moved.ToString());
        moved
            .Out.Should()
            .StartWith(
                $"audiod moves from port {from} to {to}.\naudiod on port {from} (pid {id}) has stopped.\n"
                    + $"audiod 0.1.0 runs on port {to} "
            );
        _audiod.Port().Should().Be(to, "one daemon runs, there");
        ((long)_audiod.State()["drainLimitMs"]!).Should().Be(3000);
        AudiodFixture.IsRunning(id).Should().BeFalse();
    }

    [Fact]
    public async Task A_restart_on_a_port_that_is_taken_or_with_several_daemons_leaves_them_alone()
    {
        (await _audiod.RunAsync("start 0 --sink null")).ExitCode.Should().Be(0);
        int first = _audiod.Port();
        int id = _audiod.ProcessId();
        await using var other = new OtherProgram();

        CommandResult refused = await _audiod.RunAsync($"restart {other.Port}");
        refused
            .Should()
            .Be(
                new CommandResult(
                    3,
                    "",
                    $"audiod: Port {other.Port} is taken by another program (address already in use). "
                        + $"Stop it, or choose another with --port. The daemon on port {first} keeps running.\n"
                )
            );
        AudiodFixture.IsRunning(id).Should().BeTrue();
        await other.DisposeAsync();

        (await _audiod.RunAsync("start 0 --sink null")).ExitCode.Should().Be(0);
        CommandResult which = await _audiod.RunAsync($"restart {other.Port}");
        which.ExitCode.Should().Be(1);
        which
            .Error.Should()
            .StartWith($"audiod: no daemon was started on port {other.Port}, and several are running: ")
            .And.EndWith($"audiod start {other.Port}\n");
    }

    private static async Task UntilAsync(Func<bool> question)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!question())
        {
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel);
        }
    }
}
