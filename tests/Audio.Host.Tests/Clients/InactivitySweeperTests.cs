using Audio.Host.Clients;
using Audio.Host.Options;
using Audio.Host.Tests.WebSockets;
using Audio.Protocol;
using Audio.Testing.Engines;
using Microsoft.Extensions.Logging.Abstractions;
using static Audio.Host.Tests.V3.DialectRig;

namespace Audio.Host.Tests.Clients;

/// <summary>Clients that send nothing for five minutes, in virtual time.</summary>
public sealed class InactivitySweeperTests
{
    private readonly EndpointRig _rig = new();

    [Fact]
    public async Task A_client_that_says_nothing_for_five_minutes_is_closed_with_1000()
    {
        using InactivitySweeper sweeper = await StartAsync();
        EndpointRig.ConnectedClient silent = await _rig.ConnectAsync();
        await silent.AskAsync("""{"type":"ping"}""");

        Pass(TimeSpan.FromSeconds(299));
        _rig.Clients.Count.Should().Be(1);
        Pass(TimeSpan.FromSeconds(1));

        (await silent.Socket.ReceiveAsync()).Should().Be("close 1000 Inactive timeout");
        await silent.CloseAfterDaemonAsync();
        _rig.Clients.Count.Should().Be(0);
    }

    [Fact]
    public async Task Any_message_counts_as_activity()
    {
        using InactivitySweeper sweeper = await StartAsync();
        EndpointRig.ConnectedClient client = await _rig.ConnectAsync();
        await client.AskAsync("""{"type":"ping"}""");

        for (int minute = 0; minute < 20; minute += 4)
        {
            Pass(TimeSpan.FromMinutes(4));
            (await client.AskAsync("""{"type":"ping"}""")).Should().StartWith("""{"type":"pong",""");
        }

        _rig.Clients.All.Should().ContainSingle().Which.LastActivity.Should().Be(Start + (20 * 60_000));
        Pass(TimeSpan.FromMinutes(5));
        (await client.Socket.ReceiveAsync()).Should().Be("close 1000 Inactive timeout");
    }

    [Fact]
    public async Task A_client_whose_sound_still_plays_is_not_inactive_and_has_five_minutes_from_its_end()
    {
        using InactivitySweeper sweeper = await StartAsync();
        EndpointRig.ConnectedClient client = await _rig.ConnectAsync();
        await client.AskAsync(StartPcm16);
        await client.Socket.SendAsync(Chunk(TestEngine.Ramp(480)));
        await client.AskAsync("""{"type":"ping"}""");
        Pass(TimeSpan.FromMinutes(5));
        await client.AskAsync("""{"type":"stop_session"}""");
        Pass(TimeSpan.FromMinutes(12));
        _rig.Clients.Count.Should().Be(1, "what it sent has not been heard");

        _rig.PlayOut();
        _rig.Heard().Take(480).Should().Equal(TestEngine.Ramp(480));
        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Completed);
        Pass(TimeSpan.FromSeconds(298));
        _rig.Clients.Count.Should().Be(1);
        Pass(TimeSpan.FromSeconds(30));
        (await client.Socket.ReceiveAsync()).Should().Be("close 1000 Inactive timeout");
        await client.CloseAfterDaemonAsync();
        _rig.Test.Engine.Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task The_session_of_an_inactive_client_ends_with_it()
    {
        using InactivitySweeper sweeper = await StartAsync();
        EndpointRig.ConnectedClient client = await _rig.ConnectAsync();
        await client.AskAsync(StartPcm16);
        await client.Socket.SendAsync(Chunk(TestEngine.Ramp(480)));
        await client.AskAsync("""{"type":"ping"}""");
        _rig.PlayOut();
        _rig.Heard().Take(480).Should().Equal(TestEngine.Ramp(480));

        Pass(TimeSpan.FromMinutes(5));
        (await client.Socket.ReceiveAsync()).Should().Be("close 1000 Inactive timeout");
        await client.CloseAfterDaemonAsync();

        _rig.PlayOut();
        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Completed);
        _rig.Test.Engine.Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task The_intervals_are_those_of_the_options()
    {
        var rig = new EndpointRig(
            new DaemonOptions { InactiveTimeout = TimeSpan.FromSeconds(10), InactiveSweep = TimeSpan.FromSeconds(4) }
        );
        using var sweeper = new InactivitySweeper(
            rig.Clients,
            rig.Options,
            rig.Test.Time,
            NullLogger<InactivitySweeper>.Instance
        );
        await sweeper.StartAsync(TestContext.Current.CancellationToken);
        EndpointRig.ConnectedClient client = await rig.ConnectAsync();
        await client.AskAsync("""{"type":"ping"}""");
        Task<string> closed = client.Socket.ReceiveAsync();

        rig.Test.Time.Advance(TimeSpan.FromSeconds(11));
        closed.IsCompleted.Should().BeFalse("the clients were looked at after 4 and 8 seconds");
        rig.Test.Time.Advance(TimeSpan.FromSeconds(1));

        (await closed).Should().Be("close 1000 Inactive timeout");
    }

    [Fact]
    public async Task StopAsync_ends_the_sweeping()
    {
        using InactivitySweeper sweeper = await StartAsync();
        EndpointRig.ConnectedClient client = await _rig.ConnectAsync();
        await client.AskAsync("""{"type":"ping"}""");

        await sweeper.StopAsync(TestContext.Current.CancellationToken);
        Pass(TimeSpan.FromHours(1));

        (await client.AskAsync("""{"type":"ping"}""")).Should().StartWith("""{"type":"pong",""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("""{"type":"heartbeat"}""")]
    public async Task A_client_that_is_not_of_version_3_may_be_silent_for_hours(string said)
    {
        using InactivitySweeper sweeper = await StartAsync();
        EndpointRig.ConnectedClient client = await _rig.ConnectAsync();
        if (said.Length > 0)
            await client.AskAsync(said);

        Pass(TimeSpan.FromHours(5));

        _rig.Clients.Count.Should().Be(1);
        client.Served.IsCompleted.Should().BeFalse();
    }

    private void Pass(TimeSpan time) => _rig.Test.Time.Advance(time);

    private async Task<InactivitySweeper> StartAsync()
    {
        var sweeper = new InactivitySweeper(
            _rig.Clients,
            _rig.Options,
            _rig.Test.Time,
            NullLogger<InactivitySweeper>.Instance
        );
        await sweeper.StartAsync(TestContext.Current.CancellationToken);
        return sweeper;
    }
}
