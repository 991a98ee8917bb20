using System.IO.Pipes;
using Audio.Client.Tests.Fakes;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Endpoints;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("ws://localhost:8081", "ws://localhost:8081")]
    [InlineData("wss://host/", "wss://host")]
    [InlineData("localhost:8081", "ws://localhost:8081")]
    [InlineData(" 127.0.0.1:8097/ ", "ws://127.0.0.1:8097")]
    [InlineData("[::1]:8081", "ws://[::1]:8081")]
    [InlineData("http://localhost:8081", "ws://localhost:8081")]
    [InlineData("HTTP://Host:80/", "ws://host")]
    [InlineData("https://host/audio/", "wss://host/audio")]
    [InlineData("unix:/run/user/1000/audiod/8081.sock", "unix:/run/user/1000/audiod/8081.sock")]
    [InlineData("unix:///tmp/a.sock", "unix:/tmp/a.sock")]
    [InlineData("pipe:audiod-8081", "pipe:audiod-8081")]
    public void It_reads_what_it_writes_and_what_people_write(string text, string same)
    {
        var endpoint = AudioDaemonEndpoint.Parse(text);

        endpoint.ToString().Should().Be(same);
        AudioDaemonEndpoint.Parse(same).Should().Be(endpoint);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("localhost", "names no port")]
    [InlineData("host/path:8081", "names no port")]
    [InlineData("8081", "say localhost:8081")]
    [InlineData("localhost:99999", "is not an address")]
    [InlineData("ws://", "is not an address")]
    [InlineData("two words:8081", "is not an address")]
    [InlineData("localhost:0", "port 0")]
    [InlineData("ftp://localhost:8081", "ftp://")]
    [InlineData("ws://me:secret@localhost:8081", "names a user")]
    [InlineData("ws://localhost:8081/?token=1", "has a query or a fragment")]
    [InlineData("unix:", "names no path")]
    [InlineData("pipe:", "names no pipe")]
    public void It_refuses_the_rest_and_says_why_and_what_would_be_right(string text, string why) =>
        FluentActions
            .Invoking(() => AudioDaemonEndpoint.Parse(text))
            .Should()
            .Throw<FormatException>()
            .WithMessage($"*{why}*localhost:8081*");

    [Fact]
    public void A_socket_path_that_no_system_takes_is_refused_before_anything_is_tried() =>
        FluentActions
            .Invoking(() => AudioDaemonEndpoint.Parse("unix:/" + new string('a', 300)))
            .Should()
            .Throw<FormatException>()
            .WithMessage("*too long*");

    [Fact]
    public void The_environment_names_several_and_an_error_names_the_variable()
    {
        AudioDaemonClientOptions
            .FromVariable("localhost:8081  unix:/tmp/a.sock\nhttp://localhost:8081")
            .Select(e => e.ToString())
            .Should()
            .Equal("ws://localhost:8081", "unix:/tmp/a.sock");
        FluentActions
            .Invoking(() => AudioDaemonClientOptions.FromVariable("localhost"))
            .Should()
            .Throw<FormatException>()
            .WithMessage("*AUDIOD_ENDPOINT*names no port*");
    }

    [Fact]
    public async Task A_named_pipe_carries_the_same_messages()
    {
        string name = $"audiod-test-{Guid.NewGuid():N}";
        await using var server = new NamedPipeServerStream(
            name,
            PipeDirection.InOut,
            1,
            PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly
        );
        Task accepting = server.WaitForConnectionAsync();
        Task<AudioDaemonClient> connecting = AudioDaemonClient.ConnectAsync($"pipe:{name}");
        await accepting.Within();
        await SayAsync(server, new V4Welcome("client_1", 0, "", 4, "T", 0, new V4Limits(1024, 1, 0)));
        await using AudioDaemonClient client = await connecting.Within();
        Task<TimeSpan> ping = client.PingAsync();
        byte[] prefix = new byte[5];
        await server.ReadExactlyAsync(prefix).AsTask().Within();
        byte[] body = new byte[prefix[0]];
        await server.ReadExactlyAsync(body).AsTask().Within();
        V4ClientMessages.Read(body, out string? id).Should().BeOfType<V4Ping>();
        await SayAsync(server, new V4Pong(0) { RequestId = id });

        await ping.Within();

        static async Task SayAsync(Stream to, V4ServerMessage message)
        {
            byte[] json = V4ServerMessages.Write(message);
            await to.WriteAsync((byte[])[(byte)json.Length, (byte)(json.Length >> 8), 0, 0, 0, .. json]);
        }
    }

    [Fact]
    public async Task The_next_is_taken_where_one_does_not_answer()
    {
        var first = new FakeDaemon("first") { IsDown = true };
        var second = new FakeDaemon("second");
        Task<AudioDaemonClient> connecting = AudioDaemonClient.ConnectAsync(Options(first, second));
        await second.WelcomeAsync("T1");

        await using AudioDaemonClient client = await connecting.Within();

        client.Endpoint.Should().Be(second.Endpoint);
    }

    [Fact]
    public async Task One_that_refuses_to_say_how_it_is_comes_last()
    {
        await using var port = new FakePort(
            "503 Service Unavailable",
            "application/problem+json",
            """{"type":"/problems/busy","title":"Full","status":503,"detail":"Full.","retryable":true}"""
        );
        var other = new FakeDaemon("other");
        AudioDaemonClientOptions options = Options(other);
        options.Endpoints.Insert(0, port.Endpoint);
        Task<AudioDaemonClient> connecting = AudioDaemonClient.ConnectAsync(options);
        await other.WelcomeAsync("T1");

        await using AudioDaemonClient client = await connecting.Within();

        client.Endpoint.Should().Be(other.Endpoint);
    }

    [Theory]
    [InlineData(
        "503 Service Unavailable",
        AudioDaemonErrorKind.Unreachable,
        true,
        "*accepts no clients now*Try again later."
    )]
    [InlineData(
        "403 Forbidden",
        AudioDaemonErrorKind.Refused,
        false,
        "*does not accept the host name '127.0.0.1'*--allow-host 127.0.0.1."
    )]
    [InlineData("404 Not Found", AudioDaemonErrorKind.Incompatible, false, "*HTTP 404*Name the right port.")]
    [InlineData("200 OK", AudioDaemonErrorKind.Incompatible, false, "*HTTP 200*Name the right port.")]
    public async Task What_answers_over_HTTP_and_makes_no_WebSocket_of_it_is_told_apart(
        string status,
        AudioDaemonErrorKind kind,
        bool retryable,
        string message
    )
    {
        await using var port = new FakePort(status, "text/plain", "No.");

        (
            await FluentActions
                .Awaiting(() => AudioDaemonClient.ConnectAsync(port.Endpoint).Within())
                .Should()
                .ThrowAsync<AudioConnectionException>()
                .WithMessage(message)
        )
            .Which.Should()
            .BeEquivalentTo(new { Kind = kind, IsRetryable = retryable });
        await port.AllClosedAsync();
    }

    [Theory]
    [InlineData("ws://127.0.0.1:1")]
    [InlineData("unix:/nowhere/a.sock")]
    public async Task Where_nobody_listens_it_says_why_and_what_to_do(string endpoint)
    {
        (
            await FluentActions
                .Awaiting(() => AudioDaemonClient.ConnectAsync(endpoint).Within())
                .Should()
                .ThrowAsync<AudioConnectionException>()
        )
            .Which.Message.Should()
            .MatchRegex(
                $"^No daemon answers at {endpoint}: .*[^.]\\. "
                    + "Start one with 'audiod start', or name the right endpoint\\.$"
            )
            .And.NotContain("Unable to connect");

        if (endpoint.StartsWith("unix", StringComparison.Ordinal))
            return;
        var options = new AudioDaemonClientOptions();
        options.Endpoints.Add(endpoint);
        await using var client = new AudioDaemonClient(options);
        (await client.CheckHealthAsync().Within())
            .Description.Should()
            .MatchRegex(
                "^No daemon answers at .*[^.]\\. " + "Start one with 'audiod start', or name the right endpoint\\.$"
            );
    }

    [Fact]
    public async Task Where_none_answers_each_is_named()
    {
        (
            await FluentActions
                .Awaiting(() =>
                    AudioDaemonClient
                        .ConnectAsync(
                            Options(
                                new FakeDaemon("first") { IsDown = true },
                                new FakeDaemon("second") { IsDown = true }
                            )
                        )
                        .Within()
                )
                .Should()
                .ThrowAsync<AudioConnectionException>()
        ).WithMessage("*first*second*");
    }

    [Fact]
    public async Task A_client_without_sessions_goes_to_the_next_when_its_daemon_fails()
    {
        (FakeDaemon first, FakeDaemon second) = (new FakeDaemon("first"), new FakeDaemon("second"));
        Task<AudioDaemonClient> connecting = AudioDaemonClient.ConnectAsync(Options(first, second));
        FakeConnection connection = await first.WelcomeAsync("T1");
        await using AudioDaemonClient client = await connecting.Within();

        first.IsDown = true;
        connection.Cut();
        FakeConnection other = await second.WelcomeAsync("T2");
        Task<PlaybackSession> starting = client.StartSessionAsync(ClientRig.Format);

        await other.StartAsync(); // no token of the first is told to it
        await starting.Within();
    }

    [Fact]
    public async Task Sessions_stay_with_their_daemon_until_the_policy_gives_up_and_its_token_is_told_to_nobody_else()
    {
        (FakeDaemon first, FakeDaemon second) = (new FakeDaemon("first"), new FakeDaemon("second"));
        var clock = new FakeClock();
        AudioDaemonClientOptions options = Options(first, second);
        options.Reconnect = ReconnectPolicy.Delays(0, 0, 1);
        Task<AudioDaemonClient> connecting = AudioDaemonClient.ConnectAsync(options, clock);
        FakeConnection connection = await first.WelcomeAsync("T1");
        await using AudioDaemonClient client = await connecting.Within();
        Task<PlaybackSession> starting = client.StartSessionAsync(ClientRig.Format);
        await connection.StartAsync();
        PlaybackSession session = await starting.Within();
        int elsewhere = 0;
        second.Attempted = () => elsewhere++;

        first.IsDown = true;
        connection.Cut();
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(1));
        elsewhere.Should().Be(0);
        clock.Advance(TimeSpan.FromSeconds(1));
        FakeConnection other = await second.WelcomeAsync("U1");

        (await session.Completion.Within()).Reason.Should().Be(SessionEndReason.Lost);
        starting = client.StartSessionAsync(ClientRig.Format);
        await other.StartAsync(); // the first that it hears
        await starting.Within();
    }

    [Fact]
    public async Task With_ResendUnplayed_sessions_go_to_the_next_daemon_at_once()
    {
        (FakeDaemon first, FakeDaemon second) = (new FakeDaemon("first"), new FakeDaemon("second"));
        AudioDaemonClientOptions options = Options(first, second);
        options.ResendUnplayed = true;
        Task<AudioDaemonClient> connecting = AudioDaemonClient.ConnectAsync(options);
        FakeConnection connection = await first.WelcomeAsync("T1");
        await using AudioDaemonClient client = await connecting.Within();
        Task<PlaybackSession> starting = client.StartSessionAsync(
            ClientRig.Format,
            new AudioSessionOptions { SessionId = "s" }
        );
        await connection.StartAsync();
        PlaybackSession session = await starting.Within();
        await session.WriteAsync(Waiting.Bytes(10));

        first.IsDown = true;
        connection.Cut();
        FakeConnection other = await second.WelcomeAsync("U1");

        V4StartSession again = await other.StartAsync(handle: 3);
        again.SessionId.Should().Be("s-2");
        (await other.ExpectFrameAsync()).Should().BeEquivalentTo(new Frame(3, 0, IsEnd: false, Waiting.Bytes(10)));
    }

    private static AudioDaemonClientOptions Options(params FakeDaemon[] daemons)
    {
        var options = new AudioDaemonClientOptions();
        foreach (FakeDaemon daemon in daemons)
            options.Endpoints.Add(daemon.Endpoint);
        return options;
    }
}
