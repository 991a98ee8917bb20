using Audio.Core.Wires.V4;
using Audio.Protocol;
using Audio.Protocol.Streams;
using Audio.Protocol.V4;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>What a version 4 client is refused, and what goes on all the same.</summary>
public sealed class V4RefusalTests
{
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
        """{"type":"start_session","audioFormat":{"sampleRate":48000,"channels":9,"bitDepth":16}}""",
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
    public async Task A_session_that_cannot_be_played_ends_as_failed_and_its_neighbour_plays()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted bad = await client.StartAsync("bad", new V4AudioFormat("wav", 48_000, 1, BitDepth: 16));
        bad.Limit.Should().Be(128 * 1024);
        V4SessionStarted good = await client.StartAsync("good");

        await client.SendAsync(bad.Handle, 0, "RIFF....AVI "u8.ToArray());
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
