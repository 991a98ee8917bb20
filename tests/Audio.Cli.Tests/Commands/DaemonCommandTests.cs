using Audio.Cli.Invocation;
using Audio.Cli.State;
using Audio.Testing.Sockets;

namespace Audio.Cli.Tests.Commands;

/// <summary>The commands that start, stop and examine a daemon, while none answers.</summary>
public sealed class DaemonCommandTests : CommandTests
{
    [Fact]
    public async Task Status_none_runs_is_exit_code_3()
    {
        (await RunAsync($"status --state-dir {Folder.FullName} --port {FreePort.Find()}"))
            .Should()
            .Be(ExitCode.NotRunning);
        Out.ToString().Should().MatchRegex("^audiod is not running on port [0-9]+\\.\r?\n$");
    }

    [Fact]
    public async Task Status_without_a_port_means_the_one_that_was_started_and_tells_that_it_died()
    {
        DaemonState state = Died();
        Store.Write(state);

        (await RunAsync($"status --state-dir {Folder.FullName}")).Should().Be(ExitCode.NotRunning);

        Out.ToString()
            .Should()
            .Be(
                $"audiod is not running on port {state.Port}. "
                    + $"The daemon on port {state.Port} exited without cleaning up; "
                    + $"its pid {state.Process.Id} now belongs to another program. "
                    + $"Its log: /tmp/x.log{Environment.NewLine}"
            );
    }

    [Fact]
    public async Task Health_without_a_port_means_the_one_that_was_started()
    {
        DaemonState state = Died();
        Store.Write(state);

        (await RunAsync($"health --state-dir {Folder.FullName}")).Should().Be(ExitCode.Failed);

        Out.ToString()
            .Should()
            .Be(
                $"audiod on port {state.Port} is not healthy: "
                    + $"it did not give a valid answer on /health.{Environment.NewLine}"
            );
    }

    [Theory]
    [InlineData("play x.wav")]
    [InlineData("play - --together")]
    [InlineData("top")]
    [InlineData("top --once")]
    public async Task What_needs_a_daemon_names_how_to_start_it_and_is_exit_code_3(string line)
    {
        int port = FreePort.Find();

        (await RunAsync($"{line} --state-dir {Folder.FullName} --port {port}")).Should().Be(ExitCode.NotRunning);

        Error
            .ToString()
            .Should()
            .Be($"audiod: no daemon runs on port {port}. Start one: audiod start {port}{Environment.NewLine}");
        Out.ToString().Should().BeEmpty();
    }

    [Fact]
    public async Task Stop_none_runs_says_so_and_succeeds()
    {
        int port = FreePort.Find();
        (await RunAsync($"stop {port} --state-dir {Folder.FullName}")).Should().Be(ExitCode.Ok);
        Out.ToString().Should().Be($"audiod is not running on port {port}.{Environment.NewLine}");
    }

    [Fact]
    public async Task Stop_a_stale_state_leaves_the_other_program_alone_and_cleans_up()
    {
        // The state has the process id of this test process: if 'stop' trusted it, the tests would end here.
        DaemonState state = Died();
        Store.Write(state);

        (await RunAsync($"stop --state-dir {Folder.FullName}")).Should().Be(ExitCode.Ok);

        Out.ToString()
            .Should()
            .EndWith(
                $"its pid {Environment.ProcessId} now belongs to another program. Nothing to stop.{Environment.NewLine}"
            );
        Store.Read(state.Port).Should().BeNull();
    }

    [Fact]
    public async Task Start_where_one_runs_says_so_and_succeeds()
    {
        DaemonState state = Died() with { Process = ProcessMark.Current() };
        Store.Write(state);

        (await RunAsync($"start {state.Port} --state-dir {Folder.FullName}")).Should().Be(ExitCode.Ok);

        Out.ToString()
            .Should()
            .Be($"audiod is already running on port {state.Port} (pid {Environment.ProcessId}).{Environment.NewLine}");
    }

    [Fact]
    public async Task Start_with_the_pid_file_of_a_running_daemon_is_refused()
    {
        string pidFile = Path.Combine(Folder.FullName, "daemon.pid");
        DaemonState state = Died() with { Process = ProcessMark.Current(), PidFile = pidFile };
        Store.Write(state);

        (await RunAsync($"start 0 --state-dir {Folder.FullName} --pid-file {pidFile}")).Should().Be(ExitCode.Failed);

        Error
            .ToString()
            .Should()
            .Be(
                $"audiod: {pidFile} belongs to the daemon on port {state.Port} (pid {Environment.ProcessId}). "
                    + $"Stop that daemon first, or give another --pid-file.{Environment.NewLine}"
            );
    }
}
