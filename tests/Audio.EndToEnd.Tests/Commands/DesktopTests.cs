using System.Net.Sockets;
using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.Commands;

/// <summary>The daemon on a Linux desktop, which gives each login a runtime folder that is new and empty.</summary>
public sealed class DesktopTests : IAsyncDisposable
{
    private readonly AudiodFixture _audiod = new();

    public ValueTask DisposeAsync() => _audiod.DisposeAsync();

    [Fact]
    public async Task A_stop_ends_with_exit_code_0_and_leaves_neither_an_error_nor_a_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The runtime folder is Linux's.");
        await using Command daemon = _audiod.Start("run --port 0 --sink null");
        await _audiod.ListeningAsync(daemon);
        string socket = Path.Combine(_audiod.RuntimeFolder, "audiod", $"{_audiod.Port()}.sock");
        string log = Path.Combine(_audiod.LogFolder, $"audiod-{_audiod.Port()}.log");
        File.Exists(socket).Should().BeTrue();

        await daemon.SignalAsync("TERM");
        CommandResult ended = await daemon.WaitAsync();

        ended.ExitCode.Should().Be(0, ended.ToString());
        ended.Error.Should().BeEmpty();
        (await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken))
            .Should()
            .NotContain(line => IsComplaint(line));
        Directory.EnumerateFileSystemEntries(_audiod.RuntimeFolder).Should().BeEmpty();
    }

    [Fact]
    public async Task Start_and_stop_after_a_kill_find_nothing_in_their_way()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The runtime folder is Linux's.");
        CommandResult first = await _audiod.RunAsync("start 0 --sink null");
        first.ExitCode.Should().Be(0, first.ToString());
        int port = _audiod.Port();
        string socket = Path.Combine(_audiod.RuntimeFolder, "audiod", $"{port}.sock");
        await Command.SignalAsync("KILL", _audiod.ProcessId());
        while (AudiodFixture.IsRunning(_audiod.ProcessId()))
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        File.Exists(socket).Should().BeTrue("nobody has cleaned up");

        CommandResult again = await _audiod.RunAsync($"start {port} --sink null");
        again.ExitCode.Should().Be(0, again.ToString());
        using (var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            await client.ConnectAsync(new UnixDomainSocketEndPoint(socket), TestContext.Current.CancellationToken);
        (await _audiod.RunAsync("stop")).ExitCode.Should().Be(0);

        string[] log = await File.ReadAllLinesAsync(
            Path.Combine(_audiod.LogFolder, $"audiod-{port}.log"),
            TestContext.Current.CancellationToken
        );
        log.Should().NotContain(line => IsComplaint(line));
        log[^1].Should().EndWith("Stopped");
        Directory.EnumerateFileSystemEntries(_audiod.RuntimeFolder).Should().BeEmpty();
    }

    [Fact]
    public async Task Where_no_socket_can_be_made_it_says_so_and_runs_and_stops()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is Linux's: nobody makes a folder there, not even root.");
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup { Environment = new Dictionary<string, string> { ["XDG_RUNTIME_DIR"] = "/proc" } }
        );
        daemon
            .Output.All.Should()
            .ContainSingle(line => IsComplaint(line))
            .Which.Should()
            .Contain($"The socket /proc/audiod/{daemon.Port}.sock cannot be created");

        daemon.Terminate();

        (await daemon.WaitForExitAsync()).Should().Be(0);
    }

    private static bool IsComplaint(string line) =>
        new[] { "[WRN]", "[ERR]", "[FTL]" }.Any(level => line.Contains(level, StringComparison.Ordinal));
}
