using Audio.Protocol;
using Audio.Testing.Engines;
using Audio.Testing.Signals;
using static Audio.Core.Tests.Wires.V2.JsonRig;

namespace Audio.Core.Tests.Wires.V2;

/// <summary>What version 2 clients say, what they are told, and what is heard.</summary>
public sealed class V2DialectTests
{
    private const string Idle =
        """{"type":"status","timestamp":1795985115050,"data":{"state":"idle","bufferUtilization":0,"audioPosition":""";

    private readonly JsonRig _rig = new();

    [Fact]
    public async Task A_speech_is_heard_whole_and_completed_once_its_last_sample_was_heard()
    {
        JsonRig.RigClient client = _rig.Connect();

        client.Say(Control("stop")).Should().BeEmpty("there is nothing to stop");
        client.Say(Control("play")).Should().Equal(Status("playing", 0, position: 0));
        client.Say(Chunk(TestEngine.Ramp(480))).Should().BeEmpty();
        client.Say(Chunk(TestEngine.Ramp(480, first: 481))).Should().BeEmpty();
        client.Say(Control("end_stream")).Should().Equal(Status("playing", 0.0007, position: 0));
        _rig.Test.Output.Render(960);
        client.Wait(1).Should().BeEmpty("nothing of it was heard yet");

        _rig.PlayOut();

        (await client.NextAsync())
            .Should()
            .Be(
                """{"type":"completed","timestamp":1795985116001,"data":{"state":"completed","bufferUtilization":0"""
                    + ""","audioPosition":1920"""
            );
        _rig.Heard().Take(960).Should().Equal(TestEngine.Ramp(960));
        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Completed);
        client.Wait(1000).Should().BeEmpty();
    }

    [Theory]
    [InlineData(4_800, 100)]
    [InlineData(4_801, 101)]
    [InlineData(48_000 - 17, 1000)]
    public async Task Completed_comes_in_the_millisecond_in_which_the_device_has_played_the_last_sample(
        int frames,
        int end
    )
    {
        const int FramesPerMillisecond = 48;
        const int Ahead = 20; // what the device holds
        JsonRig.RigClient client = _rig.Connect();
        client.Say(Control("play"), Chunk(TestEngine.Ramp(frames)), Control("end_stream"));

        int now = 0;
        while (_rig.Ended.Count == 0)
        {
            now++;
            int held = (now + Ahead) * FramesPerMillisecond;
            while (_rig.Test.Output.Rendered.Count / 2 < held && _rig.Test.Output.Render(240)) { }
            int rendered = _rig.Test.Output.Rendered.Count / 2;
            _rig.Test.Output.FramesPlayed = Math.Min(rendered, now * FramesPerMillisecond);
            client.Wait(1).Should().BeEmpty();
        }

        (await client.NextAsync())
            .Should()
            .Be(
                $$"""{"type":"completed","timestamp":{{Start + now}},"data":{"state":"completed","bufferUtilization":"""
                    + $"0,\"audioPosition\":{2 * frames}"
            );
        now.Should().Be(end);
    }

    [Fact]
    public async Task A_replay_in_one_go_is_never_told_idle()
    {
        JsonRig.RigClient client = _rig.Connect();
        client.Say(Control("play"), Chunk(TestEngine.Ramp(48_000)), Control("end_stream"));
        _rig.Test.Output.Render(480);

        client
            .Say(Control("stop"), Control("play"), Chunk(TestEngine.Ramp(960)), Control("end_stream"))
            .Should()
            .AllSatisfy(message => message.Should().Contain("\"state\":\"playing\""));
        client.Wait(200).Should().BeEmpty();

        _rig.PlayOut();
        (await client.NextAsync()).Should().StartWith("""{"type":"completed",""").And.EndWith("\"audioPosition\":1920");
        _rig.Heard()
            .Where(sample => sample != 0)
            .TakeLast(720)
            .Should()
            .Equal(TestEngine.Ramp(720, first: 241), "the sound before fades out meanwhile");
        _rig.Ended.Select(end => end.Reason).Should().Equal(SessionEndReason.Cancelled, SessionEndReason.Completed);
    }

    [Fact]
    public void Stop_is_silence_and_says_idle_once_and_nothing_later()
    {
        JsonRig.RigClient client = _rig.Connect();
        client.Say(Control("play"), Chunk(TestEngine.Ramp(30_000)), Control("end_stream"));
        _rig.Test.Output.Render(480);

        client.Say(Control("stop")).Should().BeEmpty();
        client.Wait(49).Should().BeEmpty();
        client.Wait(1).Should().ContainSingle().Which.Should().StartWith(Idle);

        _rig.PlayOut();
        client.Wait(1000).Should().BeEmpty("it was not completed");
        _rig.Heard().Skip(480 + 240).Should().AllBeEquivalentTo((short)0);
    }

    [Fact]
    public void Idle_waits_while_the_client_has_sent_more()
    {
        JsonRig.RigClient client = _rig.Connect();
        client.Say(Control("play"), Chunk(1, 2, 3), Control("stop"));

        client.HasMore = true;
        client.Wait(500).Should().BeEmpty();
        client.HasMore = false;
        client.Wait(50).Should().ContainSingle().Which.Should().Contain("\"state\":\"idle\"");
    }

    [Fact]
    public async Task One_shot_without_play_is_heard()
    {
        JsonRig.RigClient client = _rig.Connect();

        client.Say(Control("stop"), Chunk(TestEngine.Ramp(8)), """{"type":"end_stream","data":{}}""");
        _rig.PlayOut();

        (await client.NextAsync()).Should().Contain("\"type\":\"completed\"");
        _rig.Heard().Take(8).Should().Equal(TestEngine.Ramp(8));
    }

    [Fact]
    public void End_stream_with_nothing_begun_is_completed_at_once_and_then_idle()
    {
        JsonRig.RigClient client = _rig.Connect();

        client
            .Say(Control("end_stream"))
            .Should()
            .Equal(
                """{"type":"completed","timestamp":1795985115000,"data":{"state":"completed","bufferUtilization":0"""
                    + ""","audioPosition":0"""
            );
        client.Wait(50).Should().Equal(Idle + "0");
    }

    [Fact]
    public async Task End_stream_after_play_alone_is_completed()
    {
        JsonRig.RigClient client = _rig.Connect();

        client.Say(Control("play"));
        await client.Offer(Control("end_stream"));

        (await client.NextAsync()).Should().StartWith("""{"type":"status",""");
        (await client.NextAsync()).Should().StartWith("""{"type":"completed",""");
        _rig.Test.Engine.Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task End_stream_twice_says_the_status_and_completes_once()
    {
        JsonRig.RigClient client = _rig.Connect();
        client.Say(Chunk(TestEngine.Ramp(480)), Control("end_stream")).Should().HaveCount(1);

        client.Say(Control("end_stream")).Should().ContainSingle().Which.Should().Contain("\"state\":\"playing\"");

        _rig.PlayOut();
        (await client.NextAsync()).Should().Contain("\"type\":\"completed\"");
        client.Wait(5000).Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_sent_while_the_last_sound_plays_out_follows_it_and_is_completed_once()
    {
        JsonRig.RigClient client = _rig.Connect();
        client.Say(Chunk(TestEngine.Ramp(480)), Control("end_stream"));

        client.Say(Control("play"), Chunk(TestEngine.Ramp(480, first: 481)), Control("end_stream"));
        _rig.PlayOut();
        _rig.PlayOut();

        (await client.NextAsync()).Should().Contain("\"type\":\"completed\"");
        client.Sent.Take().Should().BeEmpty();
        _rig.Heard().Where(sample => sample != 0).Should().Equal(TestEngine.Ramp(960));
    }

    [Fact]
    public void A_header_in_front_of_any_chunk_is_no_sound()
    {
        JsonRig.RigClient client = _rig.Connect();
        byte[] File(int first)
        {
            byte[] sound = TestEngine.Pcm(TestEngine.Ramp(100, first));
            return [.. WaveFile.FromInt16([], 48_000, 1).Header(sound.Length), .. sound];
        }

        client.Say(Chunk(TestEngine.Ramp(100)), Chunk(File(101)), Chunk(File(201)), Control("end_stream"));
        _rig.PlayOut();

        _rig.Heard().Where(sample => sample != 0).Should().Equal(TestEngine.Ramp(300));
    }

    [Fact]
    public void A_chunk_may_end_inside_a_sample_and_a_bad_one_loses_nothing_else()
    {
        JsonRig.RigClient client = _rig.Connect();
        byte[] bytes = TestEngine.Pcm(TestEngine.Ramp(9));

        client
            .Say(
                Chunk(bytes[..7]),
                """{"type":"audio_chunk","data":{"chunk":{"0":300}}}""",
                """{"type":"audio_chunk","data":{"chunk":"!"}}""",
                """{"type":"audio_chunk","data":{}}""",
                "nonsense",
                Chunk(bytes[7..])
            )
            .Should()
            .BeEmpty();
        _rig.Test.Output.Render(9);

        _rig.Heard().Take(9).Should().Equal(TestEngine.Ramp(9));
    }

    [Fact]
    public void Pause_and_resume_hold_the_sound()
    {
        JsonRig.RigClient client = _rig.Connect();
        client.Say(Chunk(TestEngine.Ramp(30_000)));
        _rig.Test.Output.Render(480);

        client.Say(Control("pause")).Should().ContainSingle().Which.Should().Contain("\"state\":\"paused\"");
        _rig.Test.Output.Render(480);
        _rig.Test.Output.Render(480).Should().BeFalse();
        client.Say(Control("resume")).Should().ContainSingle().Which.Should().Contain("\"state\":\"playing\"");
        _rig.Test.Output.Render(480).Should().BeTrue();
    }

    [Fact]
    public async Task What_cannot_be_played_is_said_once_and_the_rest_of_it_is_ignored()
    {
        JsonRig.RigClient client = _rig.Connect();
        client.Say(Control("play"));

        await client.Offer(Chunk("RIFF\0\0\0\0AVI "u8.ToArray()));

        (await client.NextAsync())
            .Should()
            .Be(Error("It is a RIFF file of type \\u0027AVI \\u0027, not WAVE; send a WAV file."));
        client.Say(Chunk(1, 2, 3)).Should().BeEmpty();
        _rig.Test.Engine.Sessions.Should().BeEmpty();
        client.Say(Control("play")).Should().ContainSingle();
    }

    [Fact]
    public void Heartbeat_is_answered_and_comes_every_ten_seconds()
    {
        JsonRig.RigClient client = _rig.Connect();

        client
            .Say("""{"type":"heartbeat","timestamp":1}""")
            .Should()
            .Equal("""{"type":"heartbeat","timestamp":1795985115000,"data":{"status":"ok"}}""");
        client.Wait(10_000).Should().Equal("""{"type":"heartbeat","timestamp":1795985125000,"data":{"status":"ok"}}""");
        client.Wait(10_000).Should().Equal("""{"type":"heartbeat","timestamp":1795985135000,"data":{"status":"ok"}}""");
    }

    [Fact]
    public async Task Timing_analysis_has_the_figures_of_what_was_heard()
    {
        JsonRig.RigClient client = _rig.Connect();
        _rig.Pass(250);
        client.Say(Chunk(TestEngine.Ramp(4800)));
        _rig.Pass(50);
        client.Say(Chunk(TestEngine.Ramp(4800)), Control("end_stream"));
        _rig.PlayOut();
        await client.NextAsync();

        client
            .Say("""{"type":"timing_analysis"}""")
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain(
                "\"chunkAnalysis\":{\"totalChunks\":2,\"averageChunkSize\":\"9600 bytes\",\"firstChunkTime\":250,"
                    + "\"lastChunkTime\":300,\"chunkDeliveryTime\":50,\"averageChunkDeliveryTime\":50}"
            )
            .And.Contain("\"basic\":{\"expectedDuration\":200,");
    }

    [Theory]
    [InlineData("""{"type":"control"}""")]
    [InlineData("""{"type":"flow_control","data":{"pause":true}}""")]
    [InlineData("""{"type":"ping","timestamp":1}""")]
    [InlineData("""{"type":"get_status"}""")]
    [InlineData("""{"type":"start_session","audioFormat":{"format":"pcm"}}""")]
    [InlineData("""{"type":"stop_session"}""")]
    [InlineData("""{"type":"audio_chunk","chunk":"AAAA"}""")]
    [InlineData("""{"type":"unheard_of"}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("nonsense")]
    public void Once_it_is_version_2_what_it_does_not_know_is_not_answered(string message)
    {
        JsonRig.RigClient client = _rig.Connect();
        client.Say("""{"type":"heartbeat"}""").Should().HaveCount(1);

        client.Say(message).Should().BeEmpty();
        client.Wait(100).Should().BeEmpty();
        _rig.Test.Engine.Sessions.Should().BeEmpty();
        client.Say("""{"type":"heartbeat"}""").Should().HaveCount(1);
    }

    [Fact]
    public void An_unknown_action_and_configure_say_the_status_once_the_client_rests()
    {
        JsonRig.RigClient client = _rig.Connect();

        client.Say(Control("dance")).Should().BeEmpty();
        client.Wait(50).Should().Equal(Idle + "0");
        client.Say(Control("configure"), Control("play")).Should().HaveCount(1);
        client.Wait(500).Should().BeEmpty();
    }

    [Fact]
    public void While_chunks_come_the_status_is_said_every_two_seconds()
    {
        JsonRig.RigClient client = _rig.Connect();
        client.Say(Chunk(1, 2)).Should().BeEmpty();
        _rig.Pass(1999);
        client.Say(Chunk(3)).Should().BeEmpty();
        _rig.Pass(1);

        client.Say(Chunk(4)).Should().ContainSingle().Which.Should().Contain("\"state\":\"playing\"");
        client.Say(Chunk(5)).Should().BeEmpty();
    }

    private static string Error(string text) =>
        "{\"type\":\"error\",\"error\":\""
        + text
        + "\",\"timestamp\":1795985115000,\"data\":{\"message\":\""
        + text
        + "\"}}";

    private static string Status(string state, double part, long position) =>
        $"{{\"type\":\"status\",\"timestamp\":{Start},\"data\":{{\"state\":\"{state}\","
        + FormattableString.Invariant($"\"bufferUtilization\":{part},\"audioPosition\":{position}");
}
