using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Audio.EndToEnd.Tests.Commands;

/// <summary>The daemon in the foreground: signals, exit codes, settings.</summary>
public sealed class RunTests : IAsyncDisposable
{
    private readonly AudiodFixture _audiod = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _audiod.DisposeAsync();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task A_signal_ends_it_in_order(string signal)
    {
        await using Command daemon = _audiod.Start("run --port 0 --sink null");
        await _audiod.ListeningAsync(daemon);
        int port = _audiod.Port();

        await daemon.SignalAsync(signal);
        CommandResult ended = await daemon.WaitAsync();

        ended.ExitCode.Should().Be(0, ended.ToString());
        ended.Error.Should().BeEmpty();
        ended
            .Out.Should()
            .Contain($"[INF] audiod 0.1.0 listens on port {port} (127.0.0.1")
            .And.EndWith("[INF] Stopped\n");
        Directory.GetFiles(_audiod.StateFolder, "daemon-*.json").Should().BeEmpty();
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once()
    {
        await using Command daemon = _audiod.Start("--port=0 --sink null --drain 1h");
        await _audiod.ListeningAsync(daemon);
        using ClientWebSocket client = await BusyClient.PlayAsync(_audiod.Port(), seconds: 20);

        await daemon.SignalAsync("TERM");
        await RefusesAsync(_audiod.Port());
        daemon.HasExited.Should().BeFalse("it plays on");
        await daemon.SignalAsync("TERM");
        CommandResult ended = await daemon.WaitAsync();

        ended.ExitCode.Should().Be(128 + 15);
    }

    [Fact]
    public async Task Without_a_verb_it_runs_with_the_settings_of_the_environment_and_the_command_line_is_stronger()
    {
        await using Command daemon = _audiod.Start(
            "--drain 7",
            ("AUDIOD_PORT", "0"),
            ("AUDIOD_SINK", "null"),
            ("AUDIOD_DRAINLIMIT", "5")
        );
        await _audiod.ListeningAsync(daemon);

        _audiod.Port().Should().NotBe(0).And.NotBe(8081);
        ((long)_audiod.State()["drainLimitMs"]!).Should().Be(7000);
        (await _audiod.RunAsync("status"))
            .Out.Should()
            .Contain("\nsink      null, ", "a daemon in the foreground is found as well");
    }

    [Fact]
    public async Task A_setting_of_the_environment_that_cannot_be_is_exit_code_2() =>
        (await _audiod.RunAsync("run", ("AUDIOD_PERIOD", "0")))
            .Should()
            .Be(new CommandResult(2, "", "audiod: AUDIOD_PERIOD must be between 1 and 100 ms; got 0\n"));

    [Theory]
    [InlineData("run")]
    [InlineData("start")]
    public async Task A_port_that_another_program_has_is_one_line_and_exit_code_3(string verb)
    {
        await using var other = new OtherProgram();

        CommandResult result = await _audiod.RunAsync($"{verb} --port {other.Port} --sink null");

        result.ExitCode.Should().Be(3);
        result.Out.Should().BeEmpty();
        result
            .Error.Should()
            .EndWith(
                $"audiod: Port {other.Port} is taken by another program (address already in use). "
                    + "Stop it, or choose another with --port.\n"
            );
        result.Error.Should().NotContain("   at ");
    }

    [Fact]
    public async Task A_port_that_another_daemon_has_is_said_as_such()
    {
        await using Command daemon = _audiod.Start("run 0 --sink null");
        await _audiod.ListeningAsync(daemon);
        int port = _audiod.Port();

        CommandResult result = await _audiod.RunAsync($"run {port} --sink null");

        result
            .Should()
            .Be(
                new CommandResult(
                    3,
                    "",
                    $"audiod: Port {port} is taken by another audio daemon, which is healthy. "
                        + $"Use that one, stop it ('audiod stop {port}'), or choose another port with --port.\n"
                )
            );
    }

    [Fact]
    public async Task A_daemon_of_another_state_folder_is_not_stopped()
    {
        await using var other = new AudiodFixture();
        await using Command daemon = other.Start("run 0 --sink null");
        await other.ListeningAsync(daemon);
        int port = other.Port();

        CommandResult result = await _audiod.RunAsync($"stop {port}");

        result
            .Should()
            .Be(
                new CommandResult(
                    1,
                    "",
                    $"audiod: a daemon answers on port {port}, but it was not started with this state folder. "
                        + "Stop it where it was started, or give its --state-dir.\n"
                )
            );
        daemon.HasExited.Should().BeFalse();
    }

    [Fact]
    public async Task A_browser_page_and_a_foreign_host_name_are_refused_before_the_WebSocket_opens()
    {
        await using Command daemon = _audiod.Start(
            "run 0 --sink null --allow-origin https://example.org --allow-host studio.local"
        );
        await _audiod.ListeningAsync(daemon);

        (await OpenAsync()).Should().Be(HttpStatusCode.SwitchingProtocols);
        (await OpenAsync(origin: "https://example.org")).Should().Be(HttpStatusCode.SwitchingProtocols);
        (await OpenAsync(origin: $"http://localhost:{_audiod.Port()}")).Should().Be(HttpStatusCode.SwitchingProtocols);
        (await OpenAsync(host: "studio.local")).Should().Be(HttpStatusCode.SwitchingProtocols);
        (await OpenAsync(origin: "https://evil.example")).Should().Be(HttpStatusCode.Forbidden);
        (await OpenAsync(origin: "null")).Should().Be(HttpStatusCode.Forbidden);
        (await OpenAsync(host: "evil.example")).Should().Be(HttpStatusCode.Forbidden);

        async Task<HttpStatusCode> OpenAsync(string? origin = null, string? host = null)
        {
            using var client = new ClientWebSocket();
            client.Options.CollectHttpResponseDetails = true;
            if (origin is not null)
                client.Options.SetRequestHeader("Origin", origin);
            if (host is not null)
                client.Options.SetRequestHeader("Host", host);
            try
            {
                await client.ConnectAsync(new Uri($"ws://127.0.0.1:{_audiod.Port()}/"), Cancellation);
            }
            catch (WebSocketException)
            {
                // The status says it.
            }

            return client.HttpStatusCode;
        }
    }

    /// <summary>Waits until nothing listens on the port any more.</summary>
    private static async Task RefusesAsync(int port)
    {
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, Cancellation);
            }
            catch (SocketException)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        }
    }
}
