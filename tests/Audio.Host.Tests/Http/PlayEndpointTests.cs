using System.Text.Json;
using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Testing.Engines;
using static Audio.Host.Tests.Http.PlayRig;

namespace Audio.Host.Tests.Http;

/// <summary>A body from its first byte to the answer, in virtual time.</summary>
public sealed class PlayEndpointTests
{
    [Fact]
    public async Task A_WAV_file_is_heard_sample_for_sample_and_then_answered()
    {
        var rig = new PlayRig();
        PlayCall call = await rig.SendAllAsync(SoundFile);
        call.IsDone.Should().BeFalse("it was not heard yet");

        rig.PlayOut();

        (await call.AnswerAsync())
            .Should()
            .Be(
                (
                    200,
                    """{"sessionId":"http_1","reason":"completed","ttfaMs":0,"playedMs":20,"underruns":0"""
                        + ""","audible":true}"""
                )
            );
        rig.Heard()[..960].Should().Equal(Sound);
        call.Headers.Connection.Should().BeEmpty("the connection can be used again");
    }

    [Theory]
    [InlineData(1), InlineData(3), InlineData(7), InlineData(44), InlineData(45), InlineData(1_000)]
    public async Task However_the_body_is_cut_it_sounds_the_same(int piece)
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin();
        foreach (byte[] bytes in SoundFile.Chunk(piece))
            await call.SendAsync(bytes);
        call.End();
        rig.PlayOut();

        (await call.AnswerAsync()).Status.Should().Be(200);
        rig.Heard()[..960].Should().Equal(Sound);
    }

    [Fact]
    public async Task The_first_piece_sounds_while_the_rest_has_yet_to_come()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin(Raw);
        await call.SendAsync(TestEngine.Pcm(Sound));

        rig.Test.Output.Render(480).Should().BeTrue();

        rig.Heard().Should().Equal(Sound[..480]);
        rig.Session.State.Should().Be(SessionState.Playing);
        call.End();
        rig.PlayOut();
        (await call.AnswerAsync()).Status.Should().Be(200);
    }

    [Fact]
    public async Task TimeToFirstAudio_counts_from_the_first_byte_also_where_it_is_looked_at_first()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin();
        byte[] file = SoundFile;
        await call.SendAsync(file[..2]);
        rig.Test.Time.Advance(TimeSpan.FromMilliseconds(7));
        await call.SendAsync(file[2..]);
        call.End();
        rig.PlayOut();

        (await call.AnswerAsync()).Json.Should().Contain("\"ttfaMs\":7,");
    }

    [Theory]
    [InlineData("", true, "big-endian, by its sound, after 5.3 ms of it")]
    [InlineData("", false, "little-endian, by its sound, after 5.3 ms of it")]
    [InlineData(";codec=pcm", false, null)]
    [InlineData(";endianness=big-endian", true, null)]
    public async Task L16_is_heard_in_its_byte_order_and_the_log_tells_which_was_found(
        string parameter,
        bool isBigEndian,
        string? found
    )
    {
        byte[] body = TestEngine.Pcm(Sound);
        for (int i = 0; isBigEndian && i < body.Length; i += 2)
            (body[i], body[i + 1]) = (body[i + 1], body[i]);
        var rig = new PlayRig();
        PlayCall call = await rig.SendAllAsync(body, contentType: $"audio/L16;rate=48000{parameter}");
        SampleEncoding encoding = isBigEndian ? SampleEncoding.PcmS16Be : SampleEncoding.PcmS16Le;
        rig.Session.Format.Should().Be(new AudioFormat(encoding, 48_000, 1));
        rig.PlayOut();

        (await call.AnswerAsync()).Json.Should().Contain("\"playedMs\":20,");
        rig.Heard()[..960].Should().Equal(Sound);
        rig.Ended.Single().Format.Should().Be(new AudioFormat(encoding, 48_000, 1));
        rig.Log.Where(line => line.Contains(" taken as ", StringComparison.Ordinal))
            .Should()
            .Equal(found is null ? [] : [$"Information: Session http_1 is taken as {found}"]);
    }

    [Fact]
    public async Task The_log_tells_the_title_of_a_tag_in_front()
    {
        byte[] frame = [.. "TIT2\0\0\0\u000B\0\0\u0003Door\nbell "u8];
        var rig = new PlayRig();
        PlayCall call = await rig.SendAllAsync([.. "ID3\u0004\0\0\0\0\0\u0015"u8, .. frame, .. SoundFile]);
        rig.PlayOut();

        (await call.AnswerAsync()).Status.Should().Be(200);
        rig.Heard()[..960].Should().Equal(Sound);
        rig.Log.Should().ContainSingle(line => line == "Information: Session http_1 is WAV: Doorbell");
    }

    [Fact]
    public async Task A_WAV_header_overrules_the_query()
    {
        var rig = new PlayRig();
        PlayCall call = await rig.SendAllAsync(SoundFile, "?rate=8000&bits=8");
        rig.PlayOut();

        (await call.AnswerAsync()).Json.Should().Contain("\"playedMs\":20,");
        rig.Heard()[..960].Should().Equal(Sound);
    }

    [Fact]
    public async Task An_empty_stream_of_raw_samples_and_half_a_sample_are_complete()
    {
        var rig = new PlayRig();

        PlayCall empty = await rig.SendAllAsync([], Raw);
        (await empty.AnswerAsync())
            .Should()
            .Be(
                (
                    200,
                    """{"sessionId":"http_1","reason":"completed","ttfaMs":null,"playedMs":0,"underruns":0"""
                        + ""","audible":null}"""
                )
            );
        PlayCall odd = await rig.SendAllAsync([1, 2, 3], Raw);
        rig.PlayOut();
        (await odd.AnswerAsync()).Status.Should().Be(200);
        rig.Ended[^1].Statistics.FramesPlayed.Should().Be(1);
    }

    [Fact]
    public async Task Without_waiting_the_answer_comes_when_the_body_was_taken()
    {
        var rig = new PlayRig();
        PlayCall call = await rig.SendAllAsync(SoundFile, "?wait=false&id=bell");

        (await call.AnswerAsync()).Should().Be((202, """{"sessionId":"bell"}"""));
        call.Headers.Location.ToString().Should().Be("/v1/sessions/bell");
        rig.Session.State.Should().Be(SessionState.Draining);
        rig.PlayOut();
        rig.Heard()[..960].Should().Equal(Sound);
    }

    [Fact]
    public async Task Without_waiting_what_is_known_to_be_unplayable_is_said()
    {
        var rig = new PlayRig();
        PlayCall call = await rig.SendAllAsync(SoundFile[..20], "?wait=false");

        JsonElement problem = await call.ProblemAsync(422, "/problems/unplayable", retryable: false);
        problem.GetProperty("detail").GetString().Should().Be("The stream ended inside its WAV header.");
    }

    [Fact]
    public async Task A_body_posted_whole_is_taken_at_once_and_heard_whole()
    {
        var rig = new PlayRig(configure: engine => engine.MaxBuffered = TimeSpan.FromMilliseconds(100));
        PlayCall call = await rig.SendAllAsync(TestEngine.Pcm(TestEngine.Ramp(30_000)), Raw + "&wait=false");
        (await call.AnswerAsync()).Status.Should().Be(202, "the session has it all, though little of it is decoded");

        for (int i = 0; i < 1_000 && rig.Test.Engine.Sessions.Count > 0; i++)
        {
            if (rig.Test.Output.Render(480))
                rig.Test.Output.FramesPlayed += 480;
            rig.Test.Time.Advance(TimeSpan.FromMilliseconds(10));
        }
        rig.Heard().Take(30_000).Should().Equal(TestEngine.Ramp(30_000));
        rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Completed);
    }

    [Fact]
    public async Task Cancelled_by_somebody_it_is_answered_though_the_body_goes_on()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin(Raw);
        await call.SendAsync(TestEngine.Pcm(Sound));
        rig.Test.Output.Render(480);
        rig.Test.Output.FramesPlayed = 480;
        rig.Session.Cancel();
        rig.PlayOut();

        (int status, string json) = await call.AnswerAsync();
        status.Should().Be(200);
        json.Should().Contain("\"reason\":\"cancelled\"");
    }

    [Fact]
    public async Task Who_hangs_up_after_the_last_byte_is_played_to_the_end()
    {
        var rig = new PlayRig();
        PlayCall call = await rig.SendAllAsync(SoundFile);
        call.HangUp();
        await call.DoneAsync();

        rig.PlayOut();

        rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Completed);
        rig.Heard()[..960].Should().Equal(Sound);
    }

    [Fact]
    public async Task Volume_and_owner_are_the_sessions()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin(Raw + "&volume=0.5", userAgent: "curl/8.0 \u001b[31m");
        await call.SendAsync(TestEngine.Pcm(2_000));

        (rig.Session.Volume, rig.Session.Owner).Should().Be((0.5f, "http curl/8.0 ?[31m"));
        call.End();
        rig.PlayOut();
        rig.Heard()[0].Should().Be(1_000);
        await call.AnswerAsync();
    }
}
