using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Testing.Engines;
using static Audio.Host.Tests.V3.DialectRig;

namespace Audio.Host.Tests.V3;

/// <summary>The sessions of a version 3 client: started, stopped, replaced and refused.</summary>
public sealed class V3SessionTests
{
    private readonly DialectRig _rig = new();

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
        _rig.Pass(40);
        _rig.Test.Output.Render(3).Should().BeTrue();

        _rig.Say(StartPcm16.Replace("\"audioFormat\"", "\"jitter\":\"soon\",\"audioFormat\"", StringComparison.Ordinal))
            .Should()
            .Equal(
                """{"type":"error","error":"Invalid field: jitter must be auto, none, or a number of """
                    + """milliseconds from 1 to 1000","timestamp":1755450000040}"""
            );
    }

    [Fact]
    public void StopSession_is_answered_at_once_and_what_was_sent_is_played_to_its_end()
    {
        _rig.Say(StartPcm16);
        _rig.Pass(1000);
        _rig.Say(Chunk(TestEngine.Pcm(TestEngine.Ramp(8))[..15]));
        _rig.Pass(500);

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

        (await _rig.Replies.NextAsync(TestContext.Current.CancellationToken))
            .Should()
            .Be(
                """{"type":"error","error":"It is a RIFF file of type \u0027AVI \u0027, not WAVE; send a WAV file.","""
                    + "\"timestamp\":1755450000000}"
            );
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
    public void Its_sessions_meet_others_as_the_daemon_was_told_and_it_notices_nothing()
    {
        var etiquette = new SessionEtiquette
        {
            Priority = SessionPriority.Notification,
            Channel = "v3",
            Overlap = ChannelOverlap.Queue,
        };
        var rig = new DialectRig(etiquette: etiquette);

        rig.Say(StartPcm16).Should().ContainSingle().Which.Should().Contain("\"type\":\"session_started\"");
        rig.Say("""{"type":"get_status"}""").Should().ContainSingle().Which.Should().Contain("\"sessionActive\":true");

        rig.Test.Engine.Sessions.Single().Etiquette.Should().Be(etiquette);
        var usual = new DialectRig();
        usual.Say(StartPcm16);
        usual.Test.Engine.Sessions.Single().Etiquette.Should().Be(SessionEtiquette.Default);
    }
}
