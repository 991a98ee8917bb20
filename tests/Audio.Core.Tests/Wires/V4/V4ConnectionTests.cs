using Audio.Core.Wires.V4;
using Audio.Protocol.V4;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>What a version 4 client says and hears while its connection holds.</summary>
public sealed class V4ConnectionTests
{
    [Fact]
    public async Task Welcome_is_the_first_message_and_names_the_caps()
    {
        var rig = new V4Rig(
            new V4ServerOptions
            {
                ResumeWindow = TimeSpan.FromSeconds(7),
                MaxMessageBytes = 2048,
                MaxSessionsPerConnection = 3,
            }
        );

        V4RawClient client = await rig.ConnectAsync();

        client.Welcome.ClientId.Should().Be("client_1");
        client.Welcome.Protocol.Should().Be(4);
        client.Welcome.ResumeToken.Should().MatchRegex("^[A-Za-z0-9_-]{43}$");
        client.Welcome.ResumeWindowMs.Should().Be(7_000);
        client.Welcome.Limits.Should().Be(new V4Limits(2048, 3, 30_000));
    }

    [Fact]
    public async Task A_session_is_heard_sample_for_sample_and_says_so()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("hello");
        started.SessionId.Should().Be("hello");
        started.AudioFormat.Should().Be(new V4StartedFormat("pcm", 48_000, 1, "pcm_s16le", 16, 2, 96_000));
        started.Limit.Should().Be(30 * 96_000);

        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(300)));
        await client.SendAsync(started.Handle, 600, TestEngine.Pcm(TestEngine.Ramp(100, first: 301)), end: true);
        await rig.UntilStreamEndsAsync("hello");
        rig.PlayOut();

        (await client.ExpectAsync<V4Playing>()).SessionId.Should().Be("hello");
        V4SessionEnded ended = await client.ExpectAsync<V4SessionEnded>();
        ended
            .Should()
            .BeEquivalentTo(
                new
                {
                    SessionId = "hello",
                    Reason = "completed",
                    FramesPlayed = 400L,
                    FramesReceived = 400L,
                    BytesReceived = 800L,
                    Underruns = 0,
                }
            );
        ended.TtfaMs.Should().NotBeNull();
        rig.Heard().Take(400).Should().Equal(TestEngine.Ramp(400));
    }

    [Fact]
    public async Task Stop_session_is_answered_at_once_and_drains()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s");
        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(10)));

        V4SessionStopped stopped = await client.AskAsync<V4SessionStopped>(
            new V4StopSession { SessionId = "s", RequestId = "r" }
        );
        stopped
            .Should()
            .BeEquivalentTo(
                new
                {
                    SessionId = "s",
                    RequestId = "r",
                    ClientId = "client_1",
                }
            );
        stopped.Stats.Should().BeEquivalentTo(new { BytesReceived = 20L, ChunksProcessed = 1L });
        (await client.AskAsync<V4SessionStopped>(new V4StopSession { SessionId = "s" }))
            .Stats.Should()
            .Be(stopped.Stats, "a stop may be repeated");

        await rig.UntilStreamEndsAsync("s");
        rig.PlayOut();
        await client.ExpectAsync<V4Playing>();
        (await client.ExpectAsync<V4SessionEnded>()).FramesPlayed.Should().Be(10);
    }

    [Fact]
    public async Task Sessions_of_one_connection_are_mixed_and_end_one_by_one()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted first = await client.StartAsync("a");
        V4SessionStarted second = await client.StartAsync("b");
        first.Handle.Should().NotBe(second.Handle);

        await client.SendAsync(first.Handle, 0, TestEngine.Pcm(1, 2, 3), end: true);
        await client.SendAsync(second.Handle, 0, TestEngine.Pcm(10, 20, 30, 40), end: true);
        await rig.UntilStreamEndsAsync("a", "b");
        rig.PlayOut();

        rig.Heard().Take(4).Should().Equal(11, 22, 33, 40);
        var ended = new List<string>();
        while (ended.Count < 2)
        {
            if (await client.NextAsync() is V4SessionEnded end)
                ended.Add(end.SessionId);
        }
        ended.Should().BeEquivalentTo("a", "b");
    }

    [Fact]
    public async Task Cancel_is_silence_after_a_ramp_and_reports_what_was_played()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s");
        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(9_600)));
        await rig.UntilReceivedAsync("s", 19_200);
        rig.Test.Output.Render(480);

        await client.ExpectAsync<V4Playing>();
        (await client.AskAsync<V4SessionStopped>(new V4CancelSession { SessionId = "s", RequestId = "c" }))
            .RequestId.Should()
            .Be("c");
        rig.Test.Output.Render(480);
        rig.PlayOut();

        V4SessionEnded ended = await client.ExpectAsync<V4SessionEnded>();
        ended.Reason.Should().Be("cancelled");
        ended.FramesPlayed.Should().Be(480 + 240);
    }

    [Fact]
    public async Task Status_shows_the_sessions_of_this_connection()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        await (await rig.ConnectAsync()).StartAsync("of-another");
        V4SessionStarted started = await client.StartAsync("s");
        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(1, 2));

        V4Status status = await client.AskAsync<V4Status>(new V4GetStatus { RequestId = "r" });

        status
            .Should()
            .BeEquivalentTo(
                new
                {
                    ClientId = "client_1",
                    Connected = true,
                    RequestId = "r",
                }
            );
        status.Sessions.Should().Equal(new V4SessionStatus("s", started.Handle, "buffering", 4, 30 * 96_000, 0, 1, 0));
    }
}
