using Audio.Core.Wires.V4;
using Audio.Protocol;
using Audio.Protocol.Streams;
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
    public async Task Pause_resume_and_volume_are_answered_and_told()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        await client.StartAsync("s");

        await client.SayAsync(new V4PauseSession { SessionId = "s", RequestId = "1" });
        V4ServerMessage?[] pause = [await client.NextAsync(), await client.NextAsync()];
        pause
            .OfType<V4SessionChanged>()
            .Single()
            .Should()
            .Be(new V4SessionChanged("s", Paused: true, 1) { RequestId = "1" });
        pause.OfType<V4Paused>().Single().SessionId.Should().Be("s");

        await client.SayAsync(new V4ResumeSession { SessionId = "s", RequestId = "2" });
        V4ServerMessage?[] resume = [await client.NextAsync(), await client.NextAsync()];
        resume
            .OfType<V4SessionChanged>()
            .Single()
            .Should()
            .Be(new V4SessionChanged("s", Paused: false, 1) { RequestId = "2" });
        resume.OfType<V4PlaybackResumed>().Single().SessionId.Should().Be("s");

        (await client.AskAsync<V4SessionChanged>(new V4SetVolume { SessionId = "s", Volume = 0.5 }))
            .Should()
            .Be(new V4SessionChanged("s", Paused: false, 0.5));
        rig.Test.Engine.Sessions.Single().Volume.Should().Be(0.5f);
    }

    [Fact]
    public async Task A_mark_is_answered_and_told_when_it_is_heard()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s");
        (
            await client.AskAsync<V4MarkSet>(
                new V4Mark
                {
                    SessionId = "s",
                    Offset = 200,
                    Name = "word",
                    RequestId = "m",
                }
            )
        ).Should().Be(new V4MarkSet("s", 200, "word") { RequestId = "m" });
        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(480)));
        await rig.UntilReceivedAsync("s", 960);
        rig.Test.Output.Render(480);
        await client.ExpectAsync<V4Playing>();
        rig.PlayOut();
        (await client.ExpectAsync<V4MarkHeard>())
            .Should()
            .Match<V4MarkHeard>(static heard => heard.SessionId == "s" && heard.Offset == 200 && heard.Name == "word");
        for (int i = 0; i < 1_024; i++)
        {
            await client.AskAsync<V4MarkSet>(
                new V4Mark
                {
                    SessionId = "s",
                    Offset = 1_000_000,
                    Name = "later",
                }
            );
        }

        (
            await client.AskAsync<V4Error>(
                new V4Mark
                {
                    SessionId = "s",
                    Offset = 0,
                    Name = "one too many",
                }
            )
        ).Should().Match<V4Error>(static error => error.Code == V4ErrorCodes.TooManyMarks && error.Retryable && error.SessionId == "s");
        (
            await client.AskAsync<V4Error>(
                new V4Mark
                {
                    SessionId = "nobody",
                    Offset = 0,
                    Name = "m",
                }
            )
        ).Code.Should().Be(V4ErrorCodes.SessionNotFound);
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
    public async Task Flow_tells_how_far_the_client_may_send_and_what_was_heard()
    {
        var rig = new V4Rig(configure: options => options.MaxBuffered = TimeSpan.FromSeconds(1));
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s");
        started.Limit.Should().Be(96_000);

        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(24_000)));
        V4FlowMessage received = await client.ExpectAsync<V4FlowMessage>();
        received.Should().Be(new V4FlowMessage("s", started.Handle, 48_000, 96_000, 0));

        rig.Test.Output.Render(12_000);
        rig.Test.Output.FramesPlayed = 10_000;
        rig.Test.Time.Advance(TimeSpan.FromMilliseconds(250));
        V4FlowMessage? played = null;
        while (played is not { Played: > 0 })
        {
            if (await client.NextAsync() is V4FlowMessage flow)
                played = flow;
        }
        played.Should().Be(new V4FlowMessage("s", started.Handle, 48_000, 96_000 + 24_000, 20_000));
    }

    [Fact]
    public async Task Played_reaches_received_while_the_session_is_open()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s", V4AudioFormat.Of(AudioFormat.Pcm16(16_000, 1)));
        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(1_600)));
        await rig.UntilReceivedAsync("s", 3_200);
        rig.PlayOut();
        V4FlowMessage? told = null;
        while (told is not { Played: 3_200 })
        {
            if (await client.NextAsync() is V4FlowMessage flow)
                told = flow;
        }

        told.Received.Should().Be(3_200);
    }

    [Fact]
    public async Task Flow_of_all_sessions_is_told_at_one_time_250_ms_after_the_first_had_something_to_say()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted early = await client.StartAsync("early");
        V4SessionStarted late = await client.StartAsync("late");
        await client.SendAsync(early.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(480)));
        await client.AskAsync<V4Pong>(new V4Ping()); // it was taken
        rig.Test.Time.Advance(TimeSpan.FromMilliseconds(200));
        await client.SendAsync(late.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(240)));
        await client.AskAsync<V4Pong>(new V4Ping());
        client.Flows.Should().BeEmpty();

        rig.Test.Time.Advance(TimeSpan.FromMilliseconds(50));

        V4FlowMessage[] told = [await client.ExpectAsync<V4FlowMessage>(), await client.ExpectAsync<V4FlowMessage>()];
        told.Select(flow => (flow.SessionId, flow.Received)).Should().BeEquivalentTo([("early", 960L), ("late", 480L)]);
    }

    [Fact]
    public async Task Underruns_are_told_when_sound_goes_on()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s");
        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(240)));
        await rig.UntilReceivedAsync("s", 480);
        rig.Test.Output.PlayOut();
        await client.ExpectAsync<V4Playing>();

        await client.SendAsync(started.Handle, 480, TestEngine.Pcm(TestEngine.Ramp(240)));
        await rig.UntilReceivedAsync("s", 960);
        rig.Test.Output.PlayOut();

        V4Underrun underrun = await client.ExpectAsync<V4Underrun>();
        underrun.Should().BeEquivalentTo(new { SessionId = "s", Underruns = 1 });
    }

    [Fact]
    public async Task A_gap_is_refused_and_the_session_goes_on_where_it_was()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s");

        await client.SendAsync(started.Handle, 2, TestEngine.Pcm(2));
        V4Error error = await client.ExpectAsync<V4Error>();
        error
            .Should()
            .BeEquivalentTo(
                new
                {
                    Code = "offset_gap",
                    Retryable = true,
                    SessionId = "s",
                    Received = 0L,
                    Error = "The stream has a gap: 0 bytes are here, the chunk begins at 2",
                }
            );

        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(1, 2, 3));
        await client.SendAsync(started.Handle, 2, TestEngine.Pcm(2, 3, 4), end: true);
        await rig.UntilStreamEndsAsync("s");
        rig.PlayOut();
        rig.Heard().Take(4).Should().Equal([1, 2, 3, 4], "what was there already is taken once");
    }

    [Fact]
    public async Task A_frame_beyond_the_limit_is_refused()
    {
        var rig = new V4Rig(configure: options => options.MaxBuffered = TimeSpan.FromMilliseconds(100));
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s");
        started.Limit.Should().Be(9_600);

        await client.SendAsync(started.Handle, 0, new byte[9_602]);

        V4Error error = await client.ExpectAsync<V4Error>();
        error
            .Should()
            .BeEquivalentTo(
                new
                {
                    Code = "limit_exceeded",
                    Retryable = true,
                    SessionId = "s",
                    Received = 0L,
                }
            );
        await client.SendAsync(started.Handle, 0, new byte[9_600]);
        await rig.UntilReceivedAsync("s", 9_600);
    }

    [Fact]
    public async Task Frames_for_sessions_that_are_not_there_or_have_ended_are_refused()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        await client.SendAsync(99, 0, TestEngine.Pcm(1));
        (await client.ExpectAsync<V4Error>())
            .Should()
            .BeEquivalentTo(new { Code = "session_not_found", Retryable = false });

        V4SessionStarted started = await client.StartAsync("s");
        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(1), end: true);
        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(1), end: true); // known: a repetition
        await client.SendAsync(started.Handle, 2, TestEngine.Pcm(2));
        (await client.ExpectAsync<V4Error>())
            .Should()
            .BeEquivalentTo(
                new
                {
                    Code = "stream_ended",
                    SessionId = "s",
                    Received = 2L,
                }
            );
    }

    [Theory]
    [InlineData("{", "invalid_json")]
    [InlineData("[]", "unknown_type")]
    [InlineData("""{"type":"sing"}""", "unknown_type")]
    [InlineData("""{"type":"stop_session"}""", "invalid_field")]
    [InlineData("""{"type":"stop_session","sessionId":"nobody"}""", "session_not_found")]
    [InlineData(
        """{"type":"start_session","audioFormat":{"sampleRate":48000,"channels":3,"bitDepth":16}}""",
        "unsupported_format"
    )]
    [InlineData(
        """{"type":"start_session","sessionId":"a b","audioFormat":{"sampleRate":48000,"channels":1,"bitDepth":16}}""",
        "invalid_field"
    )]
    [InlineData("""{"type":"resume","token":"guess"}""", "invalid_token")]
    public async Task What_cannot_be_done_is_refused_by_code_and_the_connection_stays(string json, string code)
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();

        await client.SayAsync(StreamMessageKind.Json, System.Text.Encoding.UTF8.GetBytes(json));

        (await client.ExpectAsync<V4Error>()).Code.Should().Be(code);
        (await client.AskAsync<V4Pong>(new V4Ping { RequestId = "p" })).RequestId.Should().Be("p");
    }

    [Fact]
    public async Task A_name_is_given_once_and_a_connection_has_so_many_sessions()
    {
        var rig = new V4Rig(new V4ServerOptions { MaxSessionsPerConnection = 2 });
        V4RawClient client = await rig.ConnectAsync();
        V4RawClient other = await rig.ConnectAsync();
        var start = new V4StartSession
        {
            AudioFormat = V4AudioFormat.Of(AudioFormat.Pcm16(8_000, 1)),
            SessionId = "a",
            RequestId = "r",
        };
        await client.AskAsync<V4SessionStarted>(start);

        V4Error taken = await other.AskAsync<V4Error>(start);
        taken
            .Should()
            .BeEquivalentTo(
                new
                {
                    Code = "session_exists",
                    RequestId = "r",
                    Retryable = false,
                }
            );

        await client.StartAsync("b");
        V4Error full = await client.AskAsync<V4Error>(start with { SessionId = "c" });
        full.Should().BeEquivalentTo(new { Code = "too_many_sessions", Retryable = true });
    }

    [Fact]
    public async Task A_broken_frame_is_refused_and_a_broken_stream_is_closed()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        await client.SayAsync(StreamMessageKind.ChunkFrame, [4, 0, 15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        (await client.ExpectAsync<V4Error>()).Code.Should().Be("invalid_frame");

        await client.SayRawAsync([1, 0, 0, 0, 7]);
        (await client.ExpectAsync<V4Error>()).Code.Should().Be("invalid_frame");
        (await client.NextAsync()).Should().BeNull("the stream ends behind the reason");
    }

    [Fact]
    public async Task A_message_that_is_too_long_closes_the_connection_before_it_is_there()
    {
        var rig = new V4Rig(new V4ServerOptions { MaxMessageBytes = 1024 });
        V4RawClient client = await rig.ConnectAsync();

        await client.SayRawAsync([1, 4, 0, 0, 0]);

        (await client.ExpectAsync<V4Error>()).Code.Should().Be("message_too_big");
        (await client.NextAsync()).Should().BeNull();
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

    [Fact]
    public async Task A_session_that_cannot_be_played_ends_as_failed_and_its_neighbour_plays()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted bad = await client.StartAsync("bad", new V4AudioFormat("wav", 48_000, 1, BitDepth: 16));
        bad.Limit.Should().Be(128 * 1024);
        V4SessionStarted good = await client.StartAsync("good");

        await client.SendAsync(bad.Handle, 0, "RIFX...."u8.ToArray());
        V4SessionEnded failed = await client.ExpectAsync<V4SessionEnded>();
        failed.Should().BeEquivalentTo(new { SessionId = "bad", Reason = "failed" });
        failed.Error.Should().NotBeNullOrEmpty();

        await client.SendAsync(good.Handle, 0, TestEngine.Pcm(5), end: true);
        await rig.UntilStreamEndsAsync("good");
        rig.PlayOut();
        await client.ExpectAsync<V4Playing>();
        (await client.ExpectAsync<V4SessionEnded>()).Reason.Should().Be("completed");
    }
}
