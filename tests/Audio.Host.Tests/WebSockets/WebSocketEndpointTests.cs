using System.Net.WebSockets;
using System.Text;
using Audio.Core.Wires.Transports;
using Audio.Host.Options;
using Audio.Host.Tests.Transports;
using Audio.Host.WebSockets;
using Audio.Protocol;
using Audio.Testing.Engines;
using Microsoft.AspNetCore.Http;
using static Audio.Host.Tests.V3.DialectRig;

namespace Audio.Host.Tests.WebSockets;

/// <summary>WebSocket clients from upgrade to disconnect.</summary>
public sealed class WebSocketEndpointTests
{
    [Fact]
    public async Task A_client_is_welcomed_listed_answered_and_let_go()
    {
        var rig = new EndpointRig();

        EndpointRig.ConnectedClient client = await rig.ConnectAsync("node-client/1.0");

        client
            .Welcome.Should()
            .Be(
                """{"type":"welcome","clientId":"client_1","timestamp":1755450000000"""
                    + ""","message":"Connected to persistent audio daemon"}"""
            );
        rig.Clients.All.Should().ContainSingle().Which.UserAgent.Should().Be("node-client/1.0");
        (await client.AskAsync("""{"type":"ping"}""")).Should().Be("""{"type":"pong","timestamp":1755450000000}""");
        (await client.CloseAsync()).Should().StartWith("close 1000");
        rig.Clients.Count.Should().Be(0);
        rig.Clients.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Ids_count_connections_from_one_and_are_never_given_twice()
    {
        var rig = new EndpointRig();
        EndpointRig.ConnectedClient first = await rig.ConnectAsync();
        await first.CloseAsync();

        EndpointRig.ConnectedClient second = await rig.ConnectAsync();

        second.Welcome.Should().Contain("\"clientId\":\"client_2\"");
        rig.Clients.All.Should().ContainSingle().Which.UserAgent.Should().Be("unknown");
    }

    [Fact]
    public async Task The_documented_use_is_heard_to_its_last_sample()
    {
        var rig = new EndpointRig();
        EndpointRig.ConnectedClient client = await rig.ConnectAsync();
        short[] sound = TestEngine.Ramp(20_000);

        (await client.AskAsync(StartPcm16)).Should().StartWith("""{"type":"session_started",""");
        for (int at = 0; at < sound.Length; at += 960)
            await client.Socket.SendAsync(Chunk(sound[at..Math.Min(sound.Length, at + 960)]));
        (await client.AskAsync("""{"type":"stop_session"}"""))
            .Should()
            .Contain("\"bytesReceived\":40000,\"chunksProcessed\":21,");
        await client.CloseAsync();

        rig.Ended.Should().BeEmpty();
        rig.PlayOut();
        rig.Heard().Take(sound.Length).Should().Equal(sound);
        (rig.Ended.Should().ContainSingle().Which.Reason).Should().Be(SessionEndReason.Completed);
        rig.Ended[0].Statistics.FramesPlayed.Should().Be(sound.Length);
    }

    [Theory]
    [InlineData(WebSocketCloseStatus.NormalClosure, SessionEndReason.Completed)]
    [InlineData(WebSocketCloseStatus.EndpointUnavailable, SessionEndReason.Disconnected)]
    public async Task A_client_that_closes_without_a_stop_is_played_to_its_end(
        WebSocketCloseStatus status,
        SessionEndReason reason
    )
    {
        var rig = new EndpointRig();
        EndpointRig.ConnectedClient client = await rig.ConnectAsync();
        await client.AskAsync(StartPcm16);
        await client.Socket.SendAsync(Chunk(TestEngine.Ramp(480)));

        await client.CloseAsync(status);

        rig.PlayOut();
        rig.Heard().Take(480).Should().Equal(TestEngine.Ramp(480));
        rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(reason);
        rig.Test.Engine.Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task A_client_that_vanishes_in_mid_chunk_is_played_as_far_as_it_came()
    {
        var rig = new EndpointRig();
        EndpointRig.ConnectedClient client = await rig.ConnectAsync();
        await client.AskAsync(StartPcm16);
        await client.Socket.SendAsync(Chunk(TestEngine.Ramp(480)));
        await client.Socket.SendAsync(
            Encoding.UTF8.GetBytes(Chunk(TestEngine.Ramp(480)))[..500],
            WebSocketMessageType.Text,
            end: false
        );

        client.Socket.Cut();
        await client.Served;

        rig.Clients.Count.Should().Be(0);
        rig.PlayOut();
        rig.Heard().Take(480).Should().Equal(TestEngine.Ramp(480));
        (rig.Ended.Should().ContainSingle().Which.Reason).Should().Be(SessionEndReason.Disconnected);
        rig.Ended[0].Statistics.FramesPlayed.Should().Be(480);
    }

    [Fact]
    public async Task A_binary_message_of_json_is_read_the_same_and_noise_is_answered()
    {
        var rig = new EndpointRig();
        EndpointRig.ConnectedClient client = await rig.ConnectAsync();

        await client.Socket.SendAsync(Encoding.UTF8.GetBytes("""{"type":"ping"}"""));
        (await client.Socket.ReceiveAsync()).Should().StartWith("""{"type":"pong",""");
        await client.Socket.SendAsync([0x00, 0xFF, 0xFE, 0x80]);
        (await client.Socket.ReceiveAsync()).Should().StartWith("""{"type":"error","error":"Invalid JSON: """);
        await client.Socket.SendAsync([]);
        (await client.Socket.ReceiveAsync()).Should().StartWith("""{"type":"error","error":"Invalid JSON: """);

        (await client.AskAsync("""{"type":"ping"}""")).Should().StartWith("""{"type":"pong",""");
    }

    [Fact]
    public async Task A_message_too_large_closes_that_client_with_1009_and_disturbs_nobody_else()
    {
        var rig = new EndpointRig(new DaemonOptions { MaxMessageBytes = 2_000 });
        EndpointRig.ConnectedClient other = await rig.ConnectAsync();
        EndpointRig.ConnectedClient client = await rig.ConnectAsync();
        await client.AskAsync(StartPcm16);
        await client.Socket.SendAsync(Chunk(TestEngine.Ramp(240)));

        await client.Socket.SendAsync(new string('x', 2_001));

        (await client.Socket.ReceiveAsync()).Should().Be("close 1009 A message has at most 2000 bytes");
        await client.CloseAfterDaemonAsync();
        rig.PlayOut();
        rig.Heard().Take(240).Should().Equal(TestEngine.Ramp(240));
        rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Disconnected);
        (await other.AskAsync("""{"type":"ping"}""")).Should().StartWith("""{"type":"pong",""");
    }

    [Fact]
    public async Task A_message_too_large_the_rest_of_it_is_read_so_that_the_code_arrives()
    {
        var rig = new EndpointRig(new DaemonOptions { MaxMessageBytes = 2_000 });
        EndpointRig.ConnectedClient client = await rig.ConnectAsync(bufferBytes: 4_000);

        // Far more than the connection buffers: a close now would interrupt the client's send before it has read the
        // reason.
        await client.Socket.SendAsync(new byte[100_000], WebSocketMessageType.Text);
        await client.Socket.SendAsync("""{"type":"ping"}""");

        (await client.Socket.ReceiveAsync()).Should().Be("close 1009 A message has at most 2000 bytes");
        await client.CloseAfterDaemonAsync();
    }

    [Fact]
    public async Task A_message_without_end_is_not_read_for_longer_than_the_close_may_take()
    {
        var rig = new EndpointRig(new DaemonOptions { MaxMessageBytes = 2_000 });
        EndpointRig.ConnectedClient client = await rig.ConnectAsync();
        await client.Socket.SendAsync(new byte[3_000], WebSocketMessageType.Text, end: false);
        (await client.Socket.ReceiveAsync()).Should().Be("close 1009 A message has at most 2000 bytes");
        await client.Socket.SendAsync(new byte[3_000], WebSocketMessageType.Text, end: false);

        rig.Test.Time.Advance(Outbox.CloseLimit);

        await client.Served;
        rig.Clients.Count.Should().Be(0);
    }

    [Fact]
    public async Task A_fault_while_serving_ends_that_client_and_its_session()
    {
        var rig = new EndpointRig();
        using var socket = new ScriptedSocket(
            new NotSupportedException("Nobody reckons with this."),
            StartPcm16,
            Chunk(TestEngine.Ramp(240))
        );

        Func<Task> serve = () => rig.ServeAsync(socket);

        await serve.Should().ThrowAsync<NotSupportedException>();
        rig.Clients.Count.Should().Be(0);
        rig.PlayOut();
        rig.Heard().Take(240).Should().Equal(TestEngine.Ramp(240));
        rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Disconnected);
    }

    [Fact]
    public async Task A_client_that_reads_nothing_waits_alone()
    {
        var rig = new EndpointRig();
        EndpointRig.ConnectedClient deaf = await rig.ConnectAsync(bufferBytes: 4_000);
        EndpointRig.ConnectedClient other = await rig.ConnectAsync();
        Task sending;
        int sent = 0;
        do
        {
            sending = deaf.Socket.SendAsync("""{"type":"get_status"}""");
            await Task.WhenAny(sending, other.AskAsync("""{"type":"ping"}"""));
            (++sent).Should().BeLessThan(5_000, "what nobody reads must be held up");
        } while (sending.IsCompleted);

        (await other.AskAsync("""{"type":"ping"}""")).Should().StartWith("""{"type":"pong",""");

        // It resumes reading: nothing was lost.
        for (int i = 0; i < sent; i++)
            (await deaf.Socket.ReceiveAsync()).Should().StartWith("""{"type":"status","clientId":"client_1",""");
        await sending;
        (await deaf.AskAsync("""{"type":"ping"}""")).Should().StartWith("""{"type":"pong",""");
    }

    [Fact]
    public async Task A_client_too_many_is_turned_away_and_says_why_until_one_leaves()
    {
        var rig = new EndpointRig(new DaemonOptions { MaxClients = 2 });
        EndpointRig.ConnectedClient first = await rig.ConnectAsync();
        await rig.ConnectAsync();

        (await rig.AskAsync(upgrade: true))
            .Should()
            .Be((503, "2 clients are connected, which is the limit; try again later.\n"));

        await first.CloseAsync();
        (await rig.ConnectAsync()).Welcome.Should().Contain("\"clientId\":\"client_3\"");
    }

    [Fact]
    public async Task Without_an_upgrade_the_answer_says_what_this_is()
    {
        var rig = new EndpointRig();

        (int status, string text) = await rig.AskAsync(upgrade: false);

        status.Should().Be(426);
        text.Should()
            .StartWith("This is the audio daemon.")
            .And.Contain("\n/docs/ ")
            .And.Contain("\n/status ")
            .And.Contain("\n/health ")
            .And.Contain("There is no page yet that shows what plays");
        rig.Clients.Count.Should().Be(0);
    }

    [Fact]
    public async Task A_browser_gets_links()
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        context.Request.Headers.Accept = "text/html,application/xhtml+xml;q=0.9";

        await WelcomePage.AnswerAsync(context);

        context.Response.ContentType.Should().StartWith("text/html");
        Encoding
            .UTF8.GetString(((MemoryStream)context.Response.Body).ToArray())
            .Should()
            .Contain("<a href=\"/docs/\">")
            .And.Contain("There is no page yet that shows what plays");
    }
}
