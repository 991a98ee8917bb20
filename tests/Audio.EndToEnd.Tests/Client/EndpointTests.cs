using Audio.Client;
using Audio.Protocol;
using Audio.Testing;
using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.Client;

/// <summary>
/// The client with the real daemon: each kind of endpoint, the daemon's status, and a daemon started by the client.
/// </summary>
public sealed class EndpointTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Over_the_WebSocket_it_plays_and_says_how_the_daemon_is()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());
        await using AudioDaemonClient client = await AudioDaemonClient.ConnectAsync($"ws://localhost:{daemon.Port}");
        await using PlaybackSession session = await client.StartSessionAsync(
            AudioFormat.Pcm16(24_000, 1),
            new AudioSessionOptions { SessionId = "here", Volume = 0.5 }
        );
        await session.PauseAsync();

        Audio.Client.DaemonStatus status = await client.GetStatusAsync();
        DaemonHealth health = await client.CheckHealthAsync();

        status
            .Sessions.Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(
                new
                {
                    SessionId = "here",
                    State = "paused",
                    Volume = 0.5,
                }
            );
        status.Version.Should().NotBeNullOrEmpty();
        (health.IsHealthy, health.Sessions, health.Endpoint.ToString())
            .Should()
            .Be((true, 1, $"ws://localhost:{daemon.Port}"));
        (await client.PingAsync()).Should().BePositive();
        await PlayOutAsync(session);
    }

    [Fact]
    public async Task Over_the_local_socket()
    {
        using var folder = new TempFolder();
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup { Options = ["--socket", folder.File("a.sock")] }
        );
        await using AudioDaemonClient client = await AudioDaemonClient.ConnectAsync($"unix:{folder.File("a.sock")}");
        await using PlaybackSession session = await client.StartSessionAsync(
            AudioFormat.Pcm16(24_000, 1),
            new AudioSessionOptions { SessionId = "here" }
        );

        (await client.GetStatusAsync()).Sessions.Should().ContainSingle().Which.SessionId.Should().Be("here");
        (await client.CheckHealthAsync()).IsHealthy.Should().BeTrue();
        await PlayOutAsync(session);
    }

    [Fact]
    public async Task Of_two_daemons_that_with_fewer_sessions_is_taken()
    {
        await using DaemonProcess busy = await DaemonProcess.StartAsync(new DaemonSetup());
        await using DaemonProcess idle = await DaemonProcess.StartAsync(new DaemonSetup());
        await using AudioDaemonClient other = await AudioDaemonClient.ConnectAsync($"ws://127.0.0.1:{busy.Port}");
        await using PlaybackSession session = await other.StartSessionAsync(AudioFormat.Pcm16(24_000, 1));
        var options = new AudioDaemonClientOptions();
        options.Endpoints.Add($"ws://127.0.0.1:{busy.Port}");
        options.Endpoints.Add($"ws://127.0.0.1:{idle.Port}");

        await using AudioDaemonClient client = await AudioDaemonClient.ConnectAsync(options);

        client.Endpoint!.ToString().Should().Be($"ws://127.0.0.1:{idle.Port}");
    }

    [Fact]
    public async Task What_is_no_daemon_is_said_so()
    {
        DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());
        int free = daemon.Port;
        await daemon.DisposeAsync();

        (
            await FluentActions
                .Awaiting(() => AudioDaemonClient.ConnectAsync($"ws://127.0.0.1:{free}"))
                .Should()
                .ThrowAsync<AudioConnectionException>()
        )
            .Which.Kind.Should()
            .Be(AudioDaemonErrorKind.Unreachable);
    }

    [Fact]
    public async Task Where_no_daemon_answers_one_is_started_for_the_use_and_one_that_appears_is_taken()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TempFolder();
        string program = folder.File("audiod");
        await File.WriteAllTextAsync(
            program,
            $"#!/bin/sh\necho $$ >> {folder.File("pids")}\nexec dotnet {DaemonProcess.Program} \"$@\"\n"
        );
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        DaemonProcess gone = await DaemonProcess.StartAsync(new DaemonSetup());
        int port = gone.Port;
        await gone.DisposeAsync();
        var options = new AudioDaemonClientOptions
        {
            Fallback = DaemonFallback.SpawnPerRequest,
            DaemonPath = program,
            SpawnTimeout = Limit,
        };
        options.Endpoints.Add($"ws://127.0.0.1:{port}");
        foreach (
            string argument in (string[])
                ["--sink", "null", "--state-dir", folder.Path, "--log-dir", folder.Path, "--socket", "none"]
        )
        {
            options.DaemonArguments.Add(argument);
        }

        await using AudioDaemonClient client = await AudioDaemonClient.ConnectAsync(options);
        client.State.Should().Be(ConnectionState.Disconnected, "nothing is started before it is used");
        await using (PlaybackSession session = await client.StartSessionAsync(AudioFormat.Pcm16(24_000, 1)))
        {
            client.Endpoint!.ToString().Should().NotBe($"ws://127.0.0.1:{port}");
            await PlayOutAsync(session);
        }
        int pid = int.Parse(
            (await File.ReadAllTextAsync(folder.File("pids"))).Trim(),
            System.Globalization.CultureInfo.InvariantCulture
        );
        await UntilGoneAsync(pid);

        await using DaemonProcess appeared = await DaemonProcess.StartAsync(new DaemonSetup { Port = port });
        await using PlaybackSession second = await client.StartSessionAsync(AudioFormat.Pcm16(24_000, 1));
        client.Endpoint!.ToString().Should().Be($"ws://127.0.0.1:{port}");
        await PlayOutAsync(second);
        (await File.ReadAllLinesAsync(folder.File("pids"))).Should().ContainSingle();
    }

    [Fact]
    public async Task A_daemon_that_cannot_be_started_is_an_error_with_what_it_said()
    {
        var options = new AudioDaemonClientOptions
        {
            Fallback = DaemonFallback.SpawnPerRequest,
            DaemonPath = "/bin/echo",
        };
        options.Endpoints.Add("unix:/nowhere/a.sock");
        await using AudioDaemonClient client = await AudioDaemonClient.ConnectAsync(options);

        (
            await FluentActions
                .Awaiting(() => client.StartSessionAsync(AudioFormat.Pcm16(24_000, 1)))
                .Should()
                .ThrowAsync<AudioConnectionException>()
                .WithMessage("*run --port 0*")
        )
            .Which.Kind.Should()
            .Be(AudioDaemonErrorKind.NotStarted);
    }

    private static async Task PlayOutAsync(PlaybackSession session)
    {
        await session.ResumeAsync();
        await session.WriteAsync(new byte[4_800]);
        PlaybackResult result = await session.CompleteAsync().WaitAsync(Limit, TimeProvider.System);
        (result.Reason, result.FramesPlayed).Should().Be((SessionEndReason.Completed, 2_400));
    }

    private static async Task UntilGoneAsync(int pid)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (
            Directory.Exists($"/proc/{pid}")
            && !(await File.ReadAllTextAsync($"/proc/{pid}/stat")).Contains(") Z ", StringComparison.Ordinal)
        )
        {
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(Limit);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
