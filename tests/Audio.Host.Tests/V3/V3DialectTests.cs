using static Audio.Host.Tests.V3.DialectRig;

namespace Audio.Host.Tests.V3;

/// <summary>Messages of a version 3 client and their replies, without a socket and in virtual time.</summary>
public sealed class V3DialectTests
{
    private readonly DialectRig _rig = new();

    [Fact]
    public async Task Welcome_is_the_first_message()
    {
        await _rig.Dialect.WelcomeAsync();

        _rig.Replies.Take()
            .Should()
            .Equal(
                """{"type":"welcome","clientId":"client_1","timestamp":1755450000000"""
                    + ""","message":"Connected to persistent audio daemon"}"""
            );
    }

    [Fact]
    public void Ping_is_answered_with_the_time_of_the_daemon()
    {
        _rig.Pass(250);

        _rig.Say("""{"type":"ping","timestamp":5}""").Should().Equal("""{"type":"pong","timestamp":1755450000250}""");
    }

    [Fact]
    public void GetStatus_without_a_session_has_null()
    {
        _rig.Say("""{"type":"get_status"}""")
            .Should()
            .Equal(
                """{"type":"status","clientId":"client_1","connected":true,"sessionActive":false"""
                    + ""","sessionStats":null,"timestamp":1755450000000}"""
            );
    }

    [Fact]
    public void GetStatus_with_a_session_has_its_stats()
    {
        _rig.Say(StartPcm16);
        _rig.Say("""{"type":"get_status"}""")
            .Should()
            .Equal(
                """{"type":"status","clientId":"client_1","connected":true,"sessionActive":true"""
                    + ""","sessionStats":{"bytesReceived":0,"chunksProcessed":0,"startTime":null,"endTime":null}"""
                    + ""","timestamp":1755450000000}"""
            );
        _rig.Pass(10);
        _rig.Say(Chunk(1, 2));
        _rig.Pass(10);
        _rig.Say(Chunk(3));

        _rig.Say("""{"type":"get_status"}""")
            .Should()
            .Equal(
                """{"type":"status","clientId":"client_1","connected":true,"sessionActive":true"""
                    + ""","sessionStats":{"bytesReceived":6,"chunksProcessed":2,"startTime":1755450000010"""
                    + ""","endTime":null},"timestamp":1755450000020}"""
            );

        _rig.Say("""{"type":"stop_session"}""");
        _rig.Say("""{"type":"get_status"}""")
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain("\"sessionActive\":false,\"sessionStats\":null,");
    }

    [Theory]
    [InlineData("""{"type":"play"}""", "play", "Unknown message type")]
    [InlineData("""{"hello":1}""", "a message", "Unknown message type")]
    [InlineData("[1,2,3]", "a message", "Unknown message type")]
    [InlineData("null", "a message", "Unknown message type")]
    [InlineData("""{"type":"start_session"}""", "start_session", "Missing field: audioFormat")]
    [InlineData(
        """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":24000,"channels":1,"bitDepth":12}}""",
        "start_session",
        "Unsupported bit depth: 12"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":-8000,"channels":1,"bitDepth":16}}""",
        "start_session",
        "Unsupported sample rate: -8000"
    )]
    public void What_cannot_be_done_is_answered_and_logged(string json, string what, string error)
    {
        _rig.Say(json).Should().Equal($$"""{"type":"error","error":"{{error}}","timestamp":1755450000000}""");

        _rig.Log.Should().Equal($"Warning: client_1: refused {what}: {error}");
    }

    [Fact]
    public void Text_that_is_not_json_is_answered_with_the_reason_and_the_session_goes_on()
    {
        _rig.Say(StartPcm16);

        _rig.Say("{nonsense")
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith("""{"type":"error","error":"Invalid JSON: """);

        _rig.Say(Chunk(7));
        _rig.Test.Output.Render(1);
        _rig.Heard().Should().Equal((short)7);
    }

    [Fact]
    public void A_client_that_reads_nothing_is_not_read_on()
    {
        _rig.Replies.Blocked = new TaskCompletionSource();

        Task first = _rig.Offer("""{"type":"ping"}""");

        first.IsCompleted.Should().BeFalse("the reply is the backpressure");
        _rig.Replies.Blocked.SetResult();
        first.IsCompletedSuccessfully.Should().BeTrue();
        _rig.Replies.Take().Should().ContainSingle();
    }

    [Fact]
    public void The_engine_is_full_or_closing_and_the_client_is_told()
    {
        var rig = new DialectRig(options => options.MaxSessions = 1);
        rig.Say(StartPcm16);
        rig.Say(Chunk(1));
        rig.Say("""{"type":"stop_session"}""");

        rig.Say(StartPcm16)
            .Should()
            .Equal(
                """{"type":"error","error":"1 sessions are open, as many as are allowed; try again when one """
                    + """has ended.","timestamp":1755450000000}"""
            );
        _ = rig.Test.Engine.DrainAsync(TimeSpan.FromSeconds(1));
        rig.Say(StartPcm16)
            .Should()
            .Equal("""{"type":"error","error":"The engine is closing; no new sessions.","timestamp":1755450000000}""");
    }
}
