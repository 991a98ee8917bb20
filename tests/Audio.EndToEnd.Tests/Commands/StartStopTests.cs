using System.Net;
using System.Net.Sockets;

namespace Audio.EndToEnd.Tests.Commands;

/// <summary>start, status, health, restart, stop and logs on the real process.</summary>
public sealed class StartStopTests : IAsyncDisposable
{
    private readonly AudiodFixture _audiod = new();

    public ValueTask DisposeAsync() => _audiod.DisposeAsync();

    [Fact]
    public async Task A_daemon_is_started_asked_and_stopped()
    {
        CommandResult started = await _audiod.RunAsync("start 0 --sink null");
        started.ExitCode.Should().Be(0, started.ToString());
        int port = _audiod.Port();
        int id = _audiod.ProcessId();
        started
            .Out.Should()
            .Be(
                $"audiod 0.1.0 runs on port {port} (pid {id}). Log: "
                    + $"{Path.Combine(_audiod.LogFolder, $"audiod-{port}.log")}\n"
            );

        // None of these gets the port.
        CommandResult status = await _audiod.RunAsync("status");
        status.ExitCode.Should().Be(0);
        status
            .Out.Should()
            .StartWith($"audiod 0.1.0 is running on port {port} (pid {id}).\n")
            .And.Contain("\nsink      null, open:")
            .And.Contain("\nclients   0\n");
        (await _audiod.RunAsync("health"))
            .Should()
            .Be(new CommandResult(0, $"audiod on port {port} is healthy.\n", ""));
        CommandResult logs = await _audiod.RunAsync("logs");
        logs.Out.Should()
            .Contain($"listens on port {port} (127.0.0.1")
            .And.Contain("plays through null")
            .And.Contain($"pid {id}");

        (await _audiod.RunAsync("stop"))
            .Should()
            .Be(new CommandResult(0, $"audiod on port {port} (pid {id}) has stopped.\n", ""));
        AudiodFixture.IsRunning(id).Should().BeFalse();
        Directory.GetFiles(_audiod.StateFolder).Should().Equal(Path.Combine(_audiod.StateFolder, "latest-port"));

        (await _audiod.RunAsync("stop"))
            .Should()
            .Be(new CommandResult(0, $"audiod is not running on port {port}.\n", ""));
        (await _audiod.RunAsync("status"))
            .Should()
            .Be(new CommandResult(3, $"audiod is not running on port {port}.\n", ""));
        (await _audiod.RunAsync("health")).ExitCode.Should().Be(1);
        (await _audiod.RunAsync("logs -n 1")).Out.Should().EndWith("Stopped\n");
    }

    [Fact]
    public async Task A_started_daemon_has_a_session_of_its_own_and_its_log_for_output()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        await StartAsync();

        string stat = await File.ReadAllTextAsync(
            $"/proc/{_audiod.ProcessId()}/stat",
            TestContext.Current.CancellationToken
        );
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        fields[3].Should().Be($"{_audiod.ProcessId()}", "it leads its session");
        fields[4].Should().Be("0", "it has no terminal");
        string log = Path.Combine(_audiod.LogFolder, $"audiod-{_audiod.Port()}.log");
        (string Stream, string Target)[] streams = [("0", "/dev/null"), ("1", log), ("2", log)];
        foreach ((string stream, string target) in streams)
        {
            // It detaches from the starting command just after it has begun to answer.
            while (
                File.ResolveLinkTarget($"/proc/{_audiod.ProcessId()}/fd/{stream}", returnFinalTarget: false)!.FullName
                != target
            )
            {
                await Task.Delay(
                    TimeSpan.FromMilliseconds(10),
                    TimeProvider.System,
                    TestContext.Current.CancellationToken
                );
            }
        }
    }

    [Fact]
    public async Task Both_loopback_addresses_answer_on_a_free_port()
    {
        await StartAsync();
        using var http = new HttpClient();

        string[] hosts = Socket.OSSupportsIPv6 ? ["127.0.0.1", "[::1]", "localhost"] : ["127.0.0.1", "localhost"];
        foreach (string host in hosts)
        {
            (
                await http.GetAsync(
                    new Uri($"http://{host}:{_audiod.Port()}/health"),
                    TestContext.Current.CancellationToken
                )
            )
                .StatusCode.Should()
                .Be(HttpStatusCode.OK, host);
        }
    }

    [Fact]
    public async Task A_second_start_says_that_it_runs()
    {
        await StartAsync();
        int port = _audiod.Port();
        int id = _audiod.ProcessId();

        (await _audiod.RunAsync($"start {port} --sink null"))
            .Should()
            .Be(new CommandResult(0, $"audiod is already running on port {port} (pid {id}).\n", ""));
        _audiod.ProcessId().Should().Be(id);
    }

    [Fact]
    public async Task Two_starts_at_once_give_one_daemon()
    {
        await StartAsync();
        int port = _audiod.Port();
        await _audiod.RunAsync("stop");

        CommandResult[] results = await Task.WhenAll(
            _audiod.RunAsync($"start {port} --sink null"),
            _audiod.RunAsync($"start {port} --sink null")
        );

        results.Select(r => r.ExitCode).Should().Equal([0, 0], string.Join('\n', results.AsEnumerable()));
        int id = _audiod.ProcessId();
        results
            .Select(r => r.Out)
            .Should()
            .Contain(o => o.StartsWith($"audiod 0.1.0 runs on port {port} (pid {id}).", StringComparison.Ordinal))
            .And.Contain($"audiod is already running on port {port} (pid {id}).\n");
    }

    [Fact]
    public async Task A_daemon_that_was_killed_is_noticed_and_replaced()
    {
        await StartAsync();
        int port = _audiod.Port();
        int dead = _audiod.ProcessId();
        await Command.SignalAsync("KILL", dead);
        while (AudiodFixture.IsRunning(dead))
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);

        CommandResult status = await _audiod.RunAsync("status");
        status.ExitCode.Should().Be(3);
        status
            .Out.Should()
            .StartWith(
                $"audiod is not running on port {port}. The daemon on port {port} (pid {dead}) exited "
                    + "without cleaning up. Its log: "
            );

        CommandResult again = await _audiod.RunAsync($"start {port} --sink null");
        again.ExitCode.Should().Be(0, again.ToString());
        again
            .Out.Should()
            .StartWith(
                $"The daemon on port {port} (pid {dead}) exited without cleaning up.\n"
                    + $"audiod 0.1.0 runs on port {port} "
            );
        (await _audiod.RunAsync("health")).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_daemon_that_does_not_stop_is_killed_and_that_is_said()
    {
        await StartAsync("--drain 0");
        int id = _audiod.ProcessId();
        await Command.SignalAsync("STOP", id);

        CommandResult stopped = await _audiod.RunAsync("stop");

        stopped
            .Should()
            .Be(
                new CommandResult(
                    0,
                    $"audiod on port {stopped.Out.Split(' ')[3]} (pid {id}) did not stop within 5 s and was killed.\n",
                    ""
                )
            );
        AudiodFixture.IsRunning(id).Should().BeFalse();
        Directory.GetFiles(_audiod.StateFolder, "daemon-*.json").Should().BeEmpty();
    }

    [Fact]
    public async Task Restart_keeps_the_port_and_the_options_but_for_those_given_now()
    {
        await StartAsync("--sink wav:mix.wav --drain 3");
        int port = _audiod.Port();
        int id = _audiod.ProcessId();

        CommandResult restarted = await _audiod.RunAsync("restart --drain 4");

        restarted.ExitCode.Should().Be(0, restarted.ToString());
        _audiod.Port().Should().Be(port);
        _audiod.ProcessId().Should().NotBe(id);
        ((long)_audiod.State()["drainLimitMs"]!).Should().Be(4000);
        ((string)_audiod.State()["arguments"]!["Sink"]!).Should().Be("wav:" + Path.Combine(_audiod.Folder, "mix.wav"));
        (await _audiod.RunAsync("status")).Out.Should().Contain("mix.wav");
    }

    [Fact]
    public async Task No_recording_is_written_over_and_that_is_said()
    {
        string mix = Path.Combine(_audiod.Folder, "mix.wav");
        string second = Path.Combine(_audiod.Folder, "mix-2.wav");
        byte[] recording = [.. "RIFF"u8, .. new byte[100_000]];
        await File.WriteAllBytesAsync(mix, recording, TestContext.Current.CancellationToken);

        CommandResult started = await _audiod.RunAsync("start 0 --sink wav:mix.wav");
        started.ExitCode.Should().Be(0, started.ToString());
        started.Out.Should().EndWith($"\nThe mix goes to {second}: {mix} already exists and is not overwritten.\n");
        (await _audiod.RunAsync("status"))
            .Out.Should()
            .Contain($"wav: {second}, open: As configured, but {mix} is there already, and stays as it is.\n");
        (await _audiod.RunAsync("logs")).Out.Should().Contain(second);
        long length = new FileInfo(second).Length;

        CommandResult restarted = await _audiod.RunAsync("restart");
        restarted.ExitCode.Should().Be(0, restarted.ToString());
        restarted.Out.Should().Contain($"The mix goes to {Path.Combine(_audiod.Folder, "mix-3.wav")}: ");

        (await File.ReadAllBytesAsync(mix, TestContext.Current.CancellationToken)).Should().Equal(recording);
        new FileInfo(second).Length.Should().Be(length).And.BeGreaterThan(0);
    }

    [Fact]
    public async Task A_pid_file_that_is_something_else_stays_as_it_is()
    {
        string thesis = Path.Combine(_audiod.Folder, "thesis.txt");
        await File.WriteAllTextAsync(thesis, "years of work", TestContext.Current.CancellationToken);

        CommandResult result = await _audiod.RunAsync($"run 0 --sink null --pid-file {thesis}");

        result.ExitCode.Should().Be(1, result.ToString());
        result
            .Error.Should()
            .Be($"audiod: {thesis} exists and holds no process id; it was not changed. Choose another --pid-file.\n");
        (await File.ReadAllTextAsync(thesis, TestContext.Current.CancellationToken)).Should().Be("years of work");
    }

    [Fact]
    public async Task Restart_with_an_option_that_cannot_be_leaves_the_daemon_alone()
    {
        await StartAsync();
        int id = _audiod.ProcessId();

        (await _audiod.RunAsync("restart --period 0"))
            .Should()
            .Be(new CommandResult(2, "", "audiod: --period must be between 1 and 100 ms; got 0\n"));

        AudiodFixture.IsRunning(id).Should().BeTrue();
    }

    [Fact]
    public async Task A_start_that_fails_says_why()
    {
        CommandResult result = await _audiod.RunAsync("start 0 --sink wav:/nonexistent/mix.wav");

        result.ExitCode.Should().Be(1);
        result.Out.Should().BeEmpty();
        result
            .Error.Should()
            .StartWith(
                "audiod did not start; its process ended with exit code 1.\n"
                    + "audiod: The loudspeaker cannot be opened: /nonexistent/mix.wav"
            );
        Directory.Exists(_audiod.StateFolder).Should().BeFalse("nothing was started");
    }

    private async Task StartAsync(string options = "")
    {
        string sink = options.Contains("--sink", StringComparison.Ordinal) ? "" : "--sink null";
        CommandResult started = await _audiod.RunAsync($"start 0 {sink} {options}");
        started.ExitCode.Should().Be(0, started.ToString());
    }
}
