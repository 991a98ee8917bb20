using System.Text;
using Audio.Core.Sessions;
using Audio.Host.Clients;
using Audio.Host.Tests.WebSockets;
using Audio.Protocol;
using Audio.Testing.Engines;
using Audio.Testing.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using static Audio.Host.Tests.V3.DialectRig;

namespace Audio.Host.Tests.Clients;

/// <summary>A client whose session and backlog are full: backpressure holds it back while it stays connected.</summary>
public sealed class HeldConnectionTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly EndpointRig _rig = new(configure: engine =>
        (engine.MaxBuffered, engine.MaxBacklog) = (TimeSpan.FromMilliseconds(100), TimeSpan.Zero)
    );

    [Fact]
    public async Task Its_pings_are_answered_and_its_close_too_and_all_is_heard()
    {
        await using EndpointServer server = await EndpointServer.StartAsync(_rig);
        await using RawWebSocket client = await HeldAsync(server);

        await client.SendPingAsync("are you there?"u8.ToArray());
        RawFrame pong = await client.ReceiveFrameAsync(Soon);
        (pong.OpCode, Encoding.UTF8.GetString(pong.Payload)).Should().Be((RawOpCode.Pong, "are you there?"));

        await client.SendCloseAsync(1000, "Client disconnecting");
        (await client.ReceiveCloseAsync(Soon)).Payload.Should().StartWith(new byte[] { 0x03, 0xE8 });
        await EndpointServer.UntilAsync(() => _rig.Clients.Count == 0, "its end is noticed though nothing was played");
        await PlayOutAsync();
        _rig.Heard()
            .Take(4 * 48_000)
            .Should()
            .Equal(Enumerable.Repeat(TestEngine.Ramp(24_000), 8).SelectMany(half => half));
        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Completed);
    }

    [Fact]
    public async Task Its_loss_is_noticed_and_what_arrived_is_heard()
    {
        await using EndpointServer server = await EndpointServer.StartAsync(_rig);
        RawWebSocket client = await HeldAsync(server);
        await client.SendPingAsync(new byte[] { 1 });
        await client.ReceiveFrameAsync(Soon); // all before it was read

        client.Reset();

        await EndpointServer.UntilAsync(() => _rig.Clients.Count == 0, "its end is noticed though nothing was played");
        await PlayOutAsync();
        _rig.Heard()
            .Take(4 * 48_000)
            .Should()
            .Equal(Enumerable.Repeat(TestEngine.Ramp(24_000), 8).SelectMany(half => half));
        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Disconnected);
    }

    [Fact]
    public async Task A_ping_is_a_sign_of_life()
    {
        await using EndpointServer server = await EndpointServer.StartAsync(_rig);
        using var sweeper = new InactivitySweeper(
            _rig.Clients,
            _rig.Options,
            _rig.Test.Time,
            NullLogger<InactivitySweeper>.Instance
        );
        await sweeper.StartAsync(TestContext.Current.CancellationToken);
        await using RawWebSocket client = await RawWebSocket.ConnectAsync(server.Port);
        await client.ReceiveAsync(Soon);
        await client.SendTextAsync("""{"type":"ping"}""");
        await client.ReceiveAsync(Soon);
        for (int minute = 0; minute < 20; minute += 4)
        {
            _rig.Test.Time.Advance(TimeSpan.FromMinutes(4));
            await client.SendPingAsync(new byte[] { 1 });
            (await client.ReceiveFrameAsync(Soon)).OpCode.Should().Be(RawOpCode.Pong);
        }
        _rig.Clients.All.Should().ContainSingle().Which.LastActivity.Should().Be(Start + (20 * 60_000));

        _rig.Test.Time.Advance(TimeSpan.FromMinutes(5));
        (await client.ReceiveCloseAsync(Soon)).Payload[2..].Should().Equal("Inactive timeout"u8.ToArray());
    }

    [Fact]
    public async Task A_message_of_a_minute_of_music_is_heard_whole()
    {
        var rig = new EndpointRig();
        await using EndpointServer server = await EndpointServer.StartAsync(rig);
        await using RawWebSocket client = await RawWebSocket.ConnectAsync(server.Port);
        await client.ReceiveAsync(Soon);
        await client.SendTextAsync(StartPcm16.Replace("\"channels\":1", "\"channels\":2", StringComparison.Ordinal));
        await client.ReceiveAsync(Soon);
        byte[] minute = new byte[60 * 4 * 48_000];
        Array.Fill(minute, (byte)1);

        await client.SendTextAsync(Chunk(minute));
        await client.SendTextAsync("""{"type":"stop_session"}""");

        Encoding
            .UTF8.GetString((await client.ReceiveAsync(Soon)).Payload)
            .Should()
            .Contain($"\"bytesReceived\":{minute.Length},\"chunksProcessed\":1,");
    }

    /// <summary>A client that has sent four seconds to a session with room for 100 ms.</summary>
    private static async Task<RawWebSocket> HeldAsync(EndpointServer server)
    {
        RawWebSocket client = await RawWebSocket.ConnectAsync(server.Port);
        await client.ReceiveAsync(Soon);
        await client.SendTextAsync(StartPcm16);
        await client.ReceiveAsync(Soon);
        for (int i = 0; i < 8; i++)
            await client.SendTextAsync(Chunk(TestEngine.Ramp(24_000)));
        return client;
    }

    /// <summary>
    /// Plays to the end. Other threads do not run in virtual time, so the sound waits for what they deliver.
    /// </summary>
    private async Task PlayOutAsync()
    {
        AudioSession session = _rig.Test.Engine.Sessions.Single();
        while (session.State != SessionState.Ended)
        {
            await EndpointServer.UntilAsync(
                () =>
                    session.State is SessionState.Draining or SessionState.Ended
                    || session.Statistics.Buffered > TimeSpan.FromMilliseconds(30),
                "it is fed"
            );
            if (_rig.Test.Output.Render(240))
                _rig.Test.Output.FramesPlayed += 240;
            _rig.Test.Time.Advance(TimeSpan.FromMilliseconds(5));
        }
    }
}
