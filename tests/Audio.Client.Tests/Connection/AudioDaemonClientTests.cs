using Audio.Client.Tests.Fakes;
using Audio.Protocol;
using Audio.Protocol.V4;
using Microsoft.Extensions.DependencyInjection;

namespace Audio.Client.Tests.Connection;

public sealed class AudioDaemonClientTests
{
    [Fact]
    public async Task No_daemon_is_an_error_that_says_what_to_do()
    {
        var daemon = new FakeDaemon { IsDown = true };

        (
            await FluentActions
                .Awaiting(() => AudioDaemonClient.ConnectAsync(daemon.Endpoint).Within())
                .Should()
                .ThrowAsync<AudioConnectionException>()
        )
            .Which.Should()
            .BeEquivalentTo(
                new
                {
                    Kind = AudioDaemonErrorKind.Unreachable,
                    IsRetryable = true,
                    Message = "No daemon answers at fake: Nobody is there. "
                        + "Start one with 'audiod start', or name the right endpoint.",
                }
            );
    }

    [Fact]
    public async Task A_daemon_that_says_no_welcome_in_5_s_does_not_answer()
    {
        var daemon = new FakeDaemon();
        var clock = new FakeClock();
        var options = new AudioDaemonClientOptions();
        options.Endpoints.Add(daemon.Endpoint);
        Task<AudioDaemonClient> connecting = AudioDaemonClient.ConnectAsync(options, clock);
        await daemon.AcceptAsync();
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(5));

        clock.Advance(TimeSpan.FromSeconds(5));

        await FluentActions
            .Awaiting(() => connecting.Within())
            .Should()
            .ThrowAsync<AudioConnectionException>()
            .WithMessage("*it did not answer within 5 s*");
    }

    [Theory]
    [InlineData(
        "{\"type\":\"welcome\",\"clientId\":\"client_1\",\"timestamp\":0,\"message\":\"\",\"protocol\":5,"
            + "\"resumeToken\":\"\",\"resumeWindowMs\":0,"
            + "\"limits\":{\"maxMessageBytes\":1,\"maxSessions\":1,\"maxBufferedMs\":1}}"
    )]
    [InlineData("{\"type\":\"pong\",\"timestamp\":0}")]
    [InlineData("hello")]
    public async Task What_does_not_speak_version_4_is_incompatible(string first)
    {
        var daemon = new FakeDaemon();
        Task<AudioDaemonClient> connecting = AudioDaemonClient.ConnectAsync(daemon.Endpoint);
        byte[] text = System.Text.Encoding.UTF8.GetBytes(first);
        await (await daemon.AcceptAsync()).SayRawAsync([(byte)text.Length, (byte)(text.Length >> 8), 0, 0, 0, .. text]);

        (await FluentActions.Awaiting(() => connecting.Within()).Should().ThrowAsync<AudioConnectionException>())
            .Which.Should()
            .BeEquivalentTo(new { Kind = AudioDaemonErrorKind.Incompatible, IsRetryable = false });
    }

    [Fact]
    public async Task A_full_daemon_says_so()
    {
        var daemon = new FakeDaemon();
        Task<AudioDaemonClient> connecting = AudioDaemonClient.ConnectAsync(daemon.Endpoint);
        await (await daemon.AcceptAsync()).SayAsync(
            new V4Error("64 clients are connected", 0, V4ErrorCodes.TooManyClients, Retryable: true)
        );

        (
            await FluentActions
                .Awaiting(() => connecting.Within())
                .Should()
                .ThrowAsync<AudioConnectionException>()
                .WithMessage("*64 clients are connected*")
        )
            .Which.IsRetryable.Should()
            .BeTrue();
    }

    [Fact]
    public async Task A_refused_session_is_an_error_with_the_daemons_code()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        Task<PlaybackSession> starting = rig.Client.StartSessionAsync(ClientRig.Format);
        V4StartSession start = await rig.Connection.ExpectAsync<V4StartSession>();
        await rig.Connection.SayAsync(start.Refuse(V4ErrorCodes.TooManySessions, "10 sessions are open"));

        (await FluentActions.Awaiting(() => starting.Within()).Should().ThrowAsync<AudioRequestException>())
            .Which.Should()
            .BeEquivalentTo(
                new
                {
                    Kind = AudioDaemonErrorKind.TooManySessions,
                    Code = "too_many_sessions",
                    IsRetryable = true,
                    Message = "10 sessions are open",
                }
            );
    }

    [Fact]
    public async Task A_session_that_nobody_waits_for_any_more_is_cancelled_when_it_has_started()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        Task<PlaybackSession> starting = rig.Client.StartSessionAsync(
            ClientRig.Format,
            cancellationToken: cancel.Token
        );
        V4StartSession start = await rig.Connection.ExpectAsync<V4StartSession>();

        await cancel.CancelAsync();
        await FluentActions.Awaiting(() => starting.Within()).Should().ThrowAsync<OperationCanceledException>();
        await rig.Connection.SayStartedAsync(start);

        (await rig.Connection.ExpectAsync<V4CancelSession>()).SessionId.Should().Be(start.SessionId);
        await rig.Connection.SayEndedAsync(start.SessionId!, V4EndReasons.Cancelled);
    }

    [Fact]
    public async Task Disposing_ends_everything_truthfully()
    {
        ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync(limit: 0);
        Task writing = session.WriteAsync(new byte[2]).AsTask();
        Task volume = session.SetVolumeAsync(1);
        await rig.Connection.ExpectAsync<V4SetVolume>();
        var states = new List<ConnectionChange>();
        var collector = new Collector<ConnectionChange>(states);
        using IDisposable subscription = rig.Client.ConnectionChanges.Subscribe(collector);

        Task disposing = rig.Client.DisposeAsync().AsTask();
        await rig.Connection.ExpectClosedAsync();
        await disposing.Within();

        (await session.Completion.Within()).Reason.Should().Be(SessionEndReason.Lost);
        await FluentActions.Awaiting(() => writing.Within()).Should().ThrowAsync<AudioSessionException>();
        (await FluentActions.Awaiting(() => volume.Within()).Should().ThrowAsync<AudioConnectionException>())
            .Which.Kind.Should()
            .Be(AudioDaemonErrorKind.Closed);
        (
            await FluentActions
                .Awaiting(() => rig.Client.StartSessionAsync(ClientRig.Format).Within())
                .Should()
                .ThrowAsync<AudioConnectionException>()
        )
            .Which.Kind.Should()
            .Be(AudioDaemonErrorKind.Closed);
        states.Select(s => s.State).Should().Equal(ConnectionState.Connected, ConnectionState.Closed);
        collector.IsCompleted.Should().BeTrue();
        await rig.Client.DisposeAsync(); // again is no error
    }

    [Fact]
    public async Task Disposing_while_it_reconnects_does_not_wait_for_the_policy()
    {
        ClientRig rig = await ClientRig.ConnectAsync(o => o.Reconnect = ReconnectPolicy.Delays(0, 1_000));
        PlaybackSession session = await rig.StartAsync();
        rig.Connection.Cut();
        await rig.Clock.WaitForTimerAsync(TimeSpan.FromSeconds(1_000));

        await rig.Client.DisposeAsync().AsTask().Within();

        (await session.Completion.Within()).Reason.Should().Be(SessionEndReason.Lost);
    }

    [Fact]
    public async Task Status_and_health_over_a_byte_stream_are_asked_on_it()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();

        Task<DaemonStatus> asking = rig.Client.GetStatusAsync();
        V4GetStatus ask = await rig.Connection.ExpectAsync<V4GetStatus>();
        await rig.Connection.SayAsync(
            new V4Status("client_1", Connected: true, 0, [FakeConnection.Status("x", 3, 40)])
            {
                RequestId = ask.RequestId,
            }
        );
        (await asking.Within()).Sessions.Should().Equal(new DaemonSessionStatus("x", "playing", 40, 1, 0));

        Task<DaemonHealth> checking = rig.Client.CheckHealthAsync();
        V4Ping ping = await rig.Connection.ExpectAsync<V4Ping>();
        await rig.Connection.SayAsync(new V4Pong(0) { RequestId = ping.RequestId });
        (await checking.Within()).IsHealthy.Should().BeTrue();
    }

    [Fact]
    public async Task Health_of_no_daemon_is_an_answer_and_no_error()
    {
        var options = new AudioDaemonClientOptions();
        options.Endpoints.Add(new FakeDaemon { IsDown = true }.Endpoint);
        await using var client = new AudioDaemonClient(options);

        DaemonHealth health = await client.CheckHealthAsync().Within();

        (health.IsHealthy, health.Description)
            .Should()
            .Be(
                (
                    false,
                    "No daemon answers at fake: Nobody is there. "
                        + "Start one with 'audiod start', or name the right endpoint."
                )
            );
    }

    [Fact]
    public async Task From_a_container_it_connects_when_it_is_first_used()
    {
        var daemon = new FakeDaemon();
        await using ServiceProvider services = new ServiceCollection()
            .AddAudioDaemonClient(o => o.Endpoints.Add(daemon.Endpoint))
            .BuildServiceProvider();
        AudioDaemonClient client = services.GetRequiredService<AudioDaemonClient>();
        client.State.Should().Be(ConnectionState.Disconnected);

        Task<PlaybackSession> starting = client.StartSessionAsync(ClientRig.Format);
        await (await daemon.WelcomeAsync("T1")).StartAsync();

        await starting.Within();
        services.GetRequiredService<AudioDaemonClient>().Should().BeSameAs(client);
        services.GetRequiredService<IAudioDaemonClient>().Should().BeSameAs(client);
    }

    [Fact]
    public async Task Two_first_calls_share_one_connection()
    {
        var daemon = new FakeDaemon();
        var options = new AudioDaemonClientOptions();
        options.Endpoints.Add(daemon.Endpoint);
        await using var client = new AudioDaemonClient(options);

        Task<PlaybackSession> first = client.StartSessionAsync(ClientRig.Format);
        Task<PlaybackSession> second = client.StartSessionAsync(ClientRig.Format);
        FakeConnection connection = await daemon.WelcomeAsync("T1");
        await connection.StartAsync(1);
        await connection.StartAsync(2);

        await first.Within();
        await second.Within();
    }
}
