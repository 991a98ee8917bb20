using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Testing.Engines;
using static Audio.Host.Tests.V3.DialectRig;

namespace Audio.Host.Tests.V3;

/// <summary>A version 3 client from its first message to its last, without a socket and in virtual time.</summary>
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
        Pass(250);

        _rig.Say("""{"type":"ping","timestamp":5}""").Should().Equal("""{"type":"pong","timestamp":1755450000250}""");
    }

    [Fact]
    public void StartSession_is_answered_with_the_format_and_what_follows_from_it()
    {
        _rig.Say(
                """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":24000,"channels":2"""
                    + ""","bitDepth":24}}"""
            )
            .Should()
            .Equal(
                """{"type":"session_started","clientId":"client_1","timestamp":1755450000000"""
                    + ""","audioFormat":{"format":"pcm","sampleRate":24000,"channels":2,"bitDepth":24"""
                    + ""","bytesPerSample":3,"bytesPerSecond":144000}}"""
            );

        AudioSession session = _rig.Test.Engine.Sessions.Should().ContainSingle().Which;
        session.Owner.Should().Be("client_1");
        _rig.Client.Session.Should().BeSameAs(session);
    }

    [Fact]
    public void AudioChunk_is_not_answered_and_sounds_at_once()
    {
        _rig.Say(StartPcm16);

        _rig.Say(Chunk(100, -200, 300)).Should().BeEmpty();

        _rig.Test.Output.Render(3);
        _rig.Heard().Should().Equal((short)100, (short)-200, (short)300);
    }

    [Fact]
    public void A_chunk_may_end_in_the_middle_of_a_sample()
    {
        byte[] bytes = TestEngine.Pcm(1, 2, 3, 4, 5, 6, 7, 8);
        _rig.Say(StartPcm16);

        _rig.Say(Chunk(bytes[..15]));
        _rig.Test.Output.Render(7);
        _rig.Heard().Should().Equal(1, 2, 3, 4, 5, 6, 7);

        _rig.Say(Chunk(bytes[15..]));
        _rig.Test.Output.Render(1);
        _rig.Heard().Should().Equal(1, 2, 3, 4, 5, 6, 7, 8);
    }

    [Fact]
    public void StartSession_may_say_what_is_done_against_chunks_that_come_late()
    {
        _rig.Say(StartPcm16.Replace("\"audioFormat\"", "\"jitter\":40,\"audioFormat\"", StringComparison.Ordinal))
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain("session_started");
        _rig.Test.Engine.Sessions.Single().Jitter.ToString().Should().Be("40");

        _rig.Say(Chunk(100, -200, 300));
        _rig.Test.Output.Render(3).Should().BeFalse("the jitter buffer fills");
        Pass(40);
        _rig.Test.Output.Render(3).Should().BeTrue();

        _rig.Say(StartPcm16.Replace("\"audioFormat\"", "\"jitter\":\"soon\",\"audioFormat\"", StringComparison.Ordinal))
            .Should()
            .Equal(
                """{"type":"error","error":"Invalid field: jitter must be auto, none, or a number of """
                    + """milliseconds from 1 to 1000","timestamp":1755450000040}"""
            );
    }

    [Fact]
    public void AudioChunk_without_a_session_is_not_answered()
    {
        _rig.Say(Chunk(1, 2, 3)).Should().BeEmpty();
        _rig.Say("""{"type":"audio_chunk"}""").Should().BeEmpty();

        _rig.Test.Output.Render(10).Should().BeFalse();
    }

    [Fact]
    public void StopSession_is_answered_at_once_and_what_was_sent_is_played_to_its_end()
    {
        _rig.Say(StartPcm16);
        Pass(1000);
        _rig.Say(Chunk(TestEngine.Pcm(TestEngine.Ramp(8))[..15]));
        Pass(500);

        _rig.Say("""{"type":"stop_session"}""")
            .Should()
            .Equal(
                """{"type":"session_stopped","clientId":"client_1","timestamp":1755450001500"""
                    + ""","stats":{"bytesReceived":15,"chunksProcessed":1,"startTime":1755450001000"""
                    + ""","endTime":1755450001500}}"""
            );

        _rig.Ended.Should().BeEmpty();
        _rig.PlayOut();
        _rig.Heard().Take(7).Should().Equal(TestEngine.Ramp(7));
        SessionResult end = _rig.Ended.Should().ContainSingle().Which;
        end.Reason.Should().Be(SessionEndReason.Completed);
        end.Statistics.FramesPlayed.Should().Be(7);
    }

    [Fact]
    public void StopSession_without_a_session_is_not_answered()
    {
        _rig.Say("""{"type":"stop_session"}""").Should().BeEmpty();
        _rig.Say(StartPcm16);
        _rig.Say("""{"type":"stop_session"}""").Should().HaveCount(1);
        _rig.Say("""{"type":"stop_session"}""").Should().BeEmpty();
    }

    [Fact]
    public void StopSession_before_any_chunk_has_null_times_and_ends_the_session()
    {
        _rig.Say(StartPcm16);

        _rig.Say("""{"type":"stop_session"}""")
            .Should()
            .Equal(
                """{"type":"session_stopped","clientId":"client_1","timestamp":1755450000000"""
                    + ""","stats":{"bytesReceived":0,"chunksProcessed":0,"startTime":null,"endTime":1755450000000}}"""
            );

        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Completed);
    }

    [Fact]
    public void StopSession_with_mode_cancel_is_answered_the_same_and_is_silent_within_five_milliseconds()
    {
        _rig.Say(StartPcm16);
        _rig.Say(Chunk(Enumerable.Repeat((short)16_384, 48_000).ToArray()));
        _rig.Test.Output.Render(480);

        _rig.Say("""{"type":"stop_session","mode":"cancel"}""")
            .Should()
            .Equal(
                """{"type":"session_stopped","clientId":"client_1","timestamp":1755450000000"""
                    + ""","stats":{"bytesReceived":96000,"chunksProcessed":1,"startTime":1755450000000"""
                    + ""","endTime":1755450000000}}"""
            );

        _rig.Test.Output.Render(480);
        _rig.Heard().Skip(480 + 240).Should().AllBeEquivalentTo((short)0);
        _rig.PlayOut();
        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Cancelled);
    }

    [Fact]
    public void A_second_session_follows_a_stopped_one()
    {
        _rig.Say(StartPcm16);
        _rig.Say(Chunk(1, 2));
        _rig.Say("""{"type":"stop_session"}""");
        _rig.PlayOut();

        _rig.Say(StartPcm16).Should().ContainSingle().Which.Should().StartWith("""{"type":"session_started",""");
        _rig.Say(Chunk(3, 4));
        _rig.Say("""{"type":"stop_session"}""")
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain("\"bytesReceived\":4,\"chunksProcessed\":1,");
        _rig.PlayOut();

        _rig.Ended.Select(end => end.Reason).Should().Equal(SessionEndReason.Completed, SessionEndReason.Completed);
        _rig.Heard().Where(sample => sample != 0).Should().Equal((short)1, (short)2, (short)3, (short)4);
    }

    [Fact]
    public void StartSession_again_replaces_the_session()
    {
        _rig.Say(StartPcm16);
        _rig.Say(Chunk(Enumerable.Repeat((short)1000, 4800).ToArray()));
        _rig.Test.Output.Render(240);

        _rig.Say(StartPcm16)
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith("""{"type":"session_started","clientId":"client_1",""");

        _rig.Say("""{"type":"get_status"}""").Should().ContainSingle().Which.Should().Contain("\"bytesReceived\":0,");
        _rig.PlayOut();
        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Replaced);
        _rig.Test.Engine.Sessions.Should().ContainSingle().Which.Should().BeSameAs(_rig.Client.Session);
    }

    [Fact]
    public void StartSession_refused_leaves_the_session_that_there_is_alone()
    {
        _rig.Say(StartPcm16);
        _rig.Say(Chunk(1, 2));

        _rig.Say(
                """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":24000,"channels":3"""
                    + ""","bitDepth":16}}"""
            )
            .Should()
            .Equal("""{"type":"error","error":"Unsupported channel count: 3","timestamp":1755450000000}""");

        _rig.Say(Chunk(3));
        _rig.Test.Output.Render(3);
        _rig.Heard().Should().Equal((short)1, (short)2, (short)3);
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
        Pass(10);
        _rig.Say(Chunk(1, 2));
        Pass(10);
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
    public void A_chunk_that_is_none_is_answered_and_neither_counted_nor_heard()
    {
        _rig.Say(StartPcm16);
        _rig.Say(Chunk(1));

        _rig.Say("""{"type":"audio_chunk","chunk":"!!!!"}""")
            .Should()
            .Equal("""{"type":"error","error":"Invalid chunk: it is not base64","timestamp":1755450000000}""");

        _rig.Say(Chunk(2));
        _rig.Test.Output.Render(2);
        _rig.Heard().Should().Equal((short)1, (short)2);
        _rig.Say("""{"type":"stop_session"}""")
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain("\"bytesReceived\":4,\"chunksProcessed\":2,");
    }

    [Fact]
    public void An_unusual_rate_is_played_and_logged()
    {
        _rig.Say(
                """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":11025,"channels":1"""
                    + ""","bitDepth":16}}"""
            )
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith("""{"type":"session_started",""");

        _rig.Log.Should().Equal("Warning: client_1: a rate of 11025 Hz is unusual; playing it all the same");
    }

    [Fact]
    public async Task A_session_that_fails_by_itself_is_said_once_and_disturbs_nothing_else()
    {
        _rig.Say(
            """{"type":"start_session","audioFormat":{"format":"wav","sampleRate":48000,"channels":1,"bitDepth":16}}"""
        );

        await _rig.Offer(Chunk("RIFF\0\0\0\0AVI "u8.ToArray()));

        (await _rig.Replies.NextAsync())
            .Should()
            .Be("""{"type":"error","error":"The RIFF file is not a WAVE file.","timestamp":1755450000000}""");
        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Failed);
        _rig.Say(Chunk(1, 2)).Should().BeEmpty();
        _rig.Say("""{"type":"get_status"}""")
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain("\"sessionActive\":false,\"sessionStats\":null,");
        _rig.Say(StartPcm16).Should().ContainSingle().Which.Should().StartWith("""{"type":"session_started",""");
        _rig.Say(Chunk(3));
        _rig.Test.Output.Render(1);
        _rig.Heard().Should().Equal((short)3);
    }

    [Fact]
    public void Wav_the_header_is_stripped_wherever_it_is_cut_and_its_format_counts()
    {
        byte[] header =
        [
            .. "RIFF"u8,
            255,
            255,
            255,
            255,
            .. "WAVEfmt "u8,
            16,
            0,
            0,
            0,
            1,
            0,
            1,
            0,
            0x80,
            0xBB,
            0,
            0,
            0,
            0x77,
            1,
            0,
            2,
            0,
            16,
            0,
            .. "data"u8,
            0,
            0,
            0,
            0,
        ];
        _rig.Say(
            """{"type":"start_session","audioFormat":{"format":"wav","sampleRate":8000,"channels":2,"bitDepth":8}}"""
        );
        foreach (byte part in header)
            _rig.Say(Chunk([part])).Should().BeEmpty();

        _rig.Say(Chunk(11, 12));

        _rig.Test.Output.Render(2);
        _rig.Heard().Should().Equal((short)11, (short)12);
    }

    [Fact]
    public async Task CloseAsync_in_order_plays_to_the_end_and_completes()
    {
        _rig.Say(StartPcm16);
        _rig.Say(Chunk(TestEngine.Ramp(480)));

        await _rig.Dialect.CloseAsync(inOrder: true);

        _rig.Ended.Should().BeEmpty();
        _rig.PlayOut();
        _rig.Heard().Take(480).Should().Equal(TestEngine.Ramp(480));
        SessionResult end = _rig.Ended.Should().ContainSingle().Which;
        (end.Reason, end.Statistics.FramesPlayed).Should().Be((SessionEndReason.Completed, 480L));
    }

    [Fact]
    public async Task CloseAsync_vanished_plays_to_the_end_and_is_disconnected()
    {
        _rig.Say(StartPcm16);
        _rig.Say(Chunk(TestEngine.Ramp(480)));

        await _rig.Dialect.CloseAsync(inOrder: false);

        _rig.Ended.Should().BeEmpty();
        _rig.PlayOut();
        _rig.Heard().Take(480).Should().Equal(TestEngine.Ramp(480));
        SessionResult end = _rig.Ended.Should().ContainSingle().Which;
        (end.Reason, end.Statistics.FramesPlayed).Should().Be((SessionEndReason.Disconnected, 480L));
    }

    [Theory]
    [InlineData(true, SessionEndReason.Completed)]
    [InlineData(false, SessionEndReason.Disconnected)]
    public async Task CloseAsync_session_that_never_sounded_ends_at_once(bool inOrder, SessionEndReason reason)
    {
        _rig.Say(StartPcm16);

        await _rig.Dialect.CloseAsync(inOrder);

        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(reason);
        _rig.Test.Engine.Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task CloseAsync_after_the_stop_changes_nothing()
    {
        _rig.Say(StartPcm16);
        _rig.Say(Chunk(1, 2, 3));
        _rig.Say("""{"type":"stop_session"}""");

        await _rig.Dialect.CloseAsync(inOrder: false);
        _rig.PlayOut();

        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Completed);
    }

    [Fact]
    public async Task A_client_that_sends_all_at_once_and_leaves_is_answered_at_once_and_heard_whole()
    {
        var rig = new DialectRig(options => options.MaxBuffered = TimeSpan.FromMilliseconds(100));
        rig.Say(StartPcm16);
        short[] second = TestEngine.Ramp(30_000);
        for (int i = 0; i < 20; i++)
            rig.Say(Chunk(second));

        rig.Say("{\"type\":\"stop_session\"}")
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain("\"bytesReceived\":1200000,\"chunksProcessed\":20,");
        await rig.Dialect.CloseAsync(inOrder: true);

        PlayUntil(rig, () => rig.Ended.Count > 0);
        rig.Heard().Take(600_000).Should().Equal(Enumerable.Repeat(second, 20).SelectMany(samples => samples));
        rig.Ended[0]
            .Should()
            .BeEquivalentTo(
                new { Reason = SessionEndReason.Completed, Statistics = new { FramesPlayed = 600_000L, Underruns = 0 } }
            );
    }

    [Fact]
    public async Task A_client_that_sends_faster_than_sound_waits_and_loses_nothing()
    {
        var rig = new DialectRig(options =>
            (options.MaxBuffered, options.MaxBacklog) = (TimeSpan.FromMilliseconds(100), TimeSpan.Zero)
        );
        rig.Say(StartPcm16);
        short[] half = TestEngine.Ramp(24_000);
        await rig.Offer(Chunk(half));

        Task offered = rig.Offer(Chunk(half));
        offered.IsCompleted.Should().BeFalse("100 ms are held, 64 KiB wait in the pipe, the rest waits at the client");

        PlayUntil(rig, () => offered.IsCompleted);
        await offered;
        Task stopped = rig.Offer("""{"type":"stop_session"}""");
        PlayUntil(rig, () => rig.Ended.Count > 0);
        await stopped;
        rig.Replies.Take()
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain("\"bytesReceived\":96000,\"chunksProcessed\":2,");
        rig.Heard().Take(48_000).Should().Equal([.. half, .. half]);
        (rig.Ended[0].Reason, rig.Ended[0].Statistics.FramesPlayed, rig.Ended[0].Statistics.Underruns)
            .Should()
            .Be((SessionEndReason.Completed, 48_000L, 0));
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

    /// <summary>The loudspeaker plays on, 10 ms at a time.</summary>
    private static void PlayUntil(DialectRig rig, Func<bool> done)
    {
        for (int i = 0; i < 2_000 && !done(); i++)
        {
            rig.Test.Output.Render(480);
            rig.Test.Output.FramesPlayed = rig.Test.Output.Rendered.Count / 2;
            rig.Test.Time.Advance(TimeSpan.FromMilliseconds(10));
        }
        done().Should().BeTrue();
    }

    private void Pass(int milliseconds) => _rig.Test.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void Its_sessions_meet_others_as_the_daemon_was_told_and_it_notices_nothing()
    {
        var etiquette = new Audio.Protocol.Etiquette.SessionEtiquette
        {
            Priority = Audio.Protocol.Etiquette.SessionPriority.Notification,
            Channel = "v3",
            Overlap = Audio.Protocol.Etiquette.ChannelOverlap.Queue,
        };
        var rig = new DialectRig(etiquette: etiquette);

        rig.Say(StartPcm16).Should().ContainSingle().Which.Should().Contain("\"type\":\"session_started\"");
        rig.Say("""{"type":"get_status"}""").Should().ContainSingle().Which.Should().Contain("\"sessionActive\":true");

        rig.Test.Engine.Sessions.Single().Etiquette.Should().Be(etiquette);
        var usual = new DialectRig();
        usual.Say(StartPcm16);
        usual.Test.Engine.Sessions.Single().Etiquette.Should().Be(Audio.Protocol.Etiquette.SessionEtiquette.Default);
    }
}
