using Audio.Client.Tests.Fakes;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Connection;

/// <summary>A client that is disposed leaves nothing behind.</summary>
public sealed class DisposalTests
{
    private const string Healthy = """{"status":"healthy","uptime":1,"clients":0,"sessions":0,"timestamp":0}""";

    [Fact]
    public async Task No_timer_is_left_of_a_whole_life()
    {
        ClientRig rig = await ClientRig.ConnectAsync(o => o.Reconnect = ReconnectPolicy.Delays(0, 0, 1));
        PlaybackSession session = await rig.StartAsync(limit: 0);
        Task writing = session.WriteAsync(new byte[2]).AsTask();
        rig.Daemon.IsDown = true;
        rig.Connection.Cut();
        await rig.Clock.WaitForTimerAsync(TimeSpan.FromSeconds(1));
        rig.Daemon.IsDown = false;
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Answer([FakeConnection.Status("s", 1, 0)]));
        await writing.Within();
        rig.Clock.Timers.Should().BePositive("the connection is watched");

        await rig.Client.DisposeAsync().AsTask().Within();

        rig.Clock.Timers.Should().Be(0);
    }

    [Fact]
    public async Task No_timer_is_left_of_a_client_that_reconnects_or_found_nobody()
    {
        ClientRig rig = await ClientRig.ConnectAsync(o => o.Reconnect = ReconnectPolicy.Delays(0, 1_000));
        rig.Connection.Cut();
        await rig.Clock.WaitForTimerAsync(TimeSpan.FromSeconds(1_000));
        await rig.Client.DisposeAsync().AsTask().Within();
        rig.Clock.Timers.Should().Be(0);

        var clock = new FakeClock();
        var options = new AudioDaemonClientOptions();
        options.Endpoints.Add(new FakeDaemon { IsDown = true }.Endpoint);
        await FluentActions
            .Awaiting(() => AudioDaemonClient.ConnectAsync(options, clock).Within())
            .Should()
            .ThrowAsync<AudioConnectionException>();
        clock.Timers.Should().Be(0);
    }

    [Fact]
    public async Task No_socket_is_left_of_what_was_asked_over_HTTP()
    {
        await using var port = new FakePort("200 OK", "application/json", Healthy);
        var options = new AudioDaemonClientOptions();
        options.Endpoints.Add(port.Endpoint);
        var client = new AudioDaemonClient(options);
        (await client.CheckHealthAsync().Within()).IsHealthy.Should().BeTrue();

        await client.DisposeAsync();

        await port.AllClosedAsync();
    }

    [Fact]
    public async Task Two_who_dispose_it_at_once_both_return_when_it_is_done()
    {
        ClientRig rig = await ClientRig.ConnectAsync();
        using var closing = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        using IDisposable watch = rig.Client.ConnectionChanges.Subscribe(new Halt(closing, goOn));

        var first = Task.Run(async () => await rig.Client.DisposeAsync());
        closing.Wait(FakeDaemon.Limit).Should().BeTrue();
        Task second = rig.Client.DisposeAsync().AsTask();
        bool early = second.IsCompleted;
        goOn.Set();
        await first.Within();
        await second.Within();

        early.Should().BeFalse("it was not done yet");
    }

    [Fact]
    public async Task Afterwards_every_call_says_that_it_was_disposed()
    {
        await using var port = new FakePort("200 OK", "application/json", Healthy);
        var options = new AudioDaemonClientOptions();
        options.Endpoints.Add(port.Endpoint);
        var client = new AudioDaemonClient(options);
        await client.DisposeAsync();

        foreach (
            Func<Task> call in (Func<Task>[])
                [
                    () => client.PingAsync(),
                    () => client.GetStatusAsync(),
                    () => client.StartSessionAsync(ClientRig.Format),
                    () => client.Buses.ListAsync(),
                    () => client.Sessions.ListAsync(),
                    () => client.ExplainAsync(),
                ]
        )
        {
            (await FluentActions.Awaiting(() => call().Within()).Should().ThrowAsync<AudioConnectionException>())
                .Which.Should()
                .BeEquivalentTo(
                    new { Kind = AudioDaemonErrorKind.Closed, Message = "The client was disposed; make a new one." }
                );
        }
        (await client.CheckHealthAsync().Within())
            .Should()
            .BeEquivalentTo(new { IsHealthy = false, Description = "The client was disposed; make a new one." });
    }

    private sealed class Halt(ManualResetEventSlim reached, ManualResetEventSlim goOn) : IObserver<ConnectionChange>
    {
        public void OnNext(ConnectionChange value)
        {
            if (value.State != ConnectionState.Closed)
                return;
            reached.Set();
            goOn.Wait(FakeDaemon.Limit);
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }
    }
}
