using System.Buffers.Binary;
using System.Text.Json;
using Audio.Core.Sessions;
using Audio.Host.Options;
using Audio.Protocol;
using Audio.Testing.Engines;
using Audio.Testing.Signals;

namespace Audio.Host.Tests.Http;

/// <summary>A body from its first byte to the answer, in virtual time.</summary>
public sealed class PlayEndpointTests
{
    private const string Raw = "?rate=48000";
    private static readonly short[] Sound = TestEngine.Ramp(960);

    [Fact]
    public async Task A_WAV_file_is_heard_sample_for_sample_and_then_answered()
    {
        var rig = new PlayRig();
        PlayCall call = await rig.SendAllAsync(Wav(Sound));
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
        foreach (byte[] bytes in Wav(Sound).Chunk(piece))
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
        byte[] file = Wav(Sound);
        await call.SendAsync(file[..2]);
        rig.Test.Time.Advance(TimeSpan.FromMilliseconds(7));
        await call.SendAsync(file[2..]);
        call.End();
        rig.PlayOut();

        (await call.AnswerAsync()).Json.Should().Contain("\"ttfaMs\":7,");
    }

    [Fact]
    public async Task L16_is_taken_as_big_endian()
    {
        byte[] body = new byte[2 * Sound.Length];
        for (int i = 0; i < Sound.Length; i++)
            BinaryPrimitives.WriteInt16BigEndian(body.AsSpan(2 * i), Sound[i]);
        var rig = new PlayRig();
        PlayCall call = await rig.SendAllAsync(body, contentType: "audio/L16;rate=48000");
        rig.PlayOut();

        (await call.AnswerAsync()).Status.Should().Be(200);
        rig.Heard()[..960].Should().Equal(Sound);
    }

    [Fact]
    public async Task A_WAV_header_overrules_the_query()
    {
        var rig = new PlayRig();
        PlayCall call = await rig.SendAllAsync(Wav(Sound), "?rate=8000&bits=8");
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
        PlayCall call = await rig.SendAllAsync(Wav(Sound), "?wait=false&id=bell");

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
        PlayCall call = await rig.SendAllAsync(Wav(Sound)[..20], "?wait=false");

        JsonElement problem = await call.ProblemAsync(422, "/problems/unplayable", retryable: false);
        problem.GetProperty("detail").GetString().Should().Be("The stream ended inside its WAV header.");
    }

    [Fact]
    public async Task A_header_that_lies_is_422_and_the_rest_of_the_body_is_not_waited_for()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin();
        await call.SendAsync("RIFF____AVI LIST"u8.ToArray());

        JsonElement problem = await call.ProblemAsync(422, "/problems/unplayable", retryable: false);

        problem.GetProperty("detail").GetString().Should().Be("The RIFF file is not a WAVE file.");
        problem.GetProperty("sessionId").GetString().Should().Be("http_1");
        problem.GetProperty("reason").GetString().Should().Be("failed");
        call.Headers.Connection.ToString().Should().Be("close");
    }

    [Theory]
    [InlineData("", 400, "/problems/empty-body")]
    [InlineData("RI", 415, "/problems/unsupported-media-type")]
    [InlineData("ID3.....", 415, "/problems/unsupported-media-type")]
    [InlineData("RIFX....", 415, "/problems/unsupported-media-type")]
    [InlineData("RF64....", 415, "/problems/unsupported-media-type")]
    public async Task A_body_that_is_no_WAV_file_where_nothing_says_what_it_is(string body, int status, string type)
    {
        var rig = new PlayRig();
        PlayCall call = await rig.SendAllAsync(System.Text.Encoding.ASCII.GetBytes(body));

        await call.ProblemAsync(status, type, retryable: false);
        rig.Test.Engine.Sessions.Should().BeEmpty();
        rig.Ended.Should().BeEmpty("no session was opened for it");
    }

    [Fact]
    public async Task A_body_that_is_no_WAV_file_is_refused_with_its_first_four_bytes()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin(contentType: "audio/wav");
        await call.SendAsync("OggS"u8.ToArray());

        await call.ProblemAsync(415, "/problems/unsupported-media-type", retryable: false);
    }

    [Theory]
    [InlineData("gzip", 415), InlineData("br, gzip", 415), InlineData("identity", 200)]
    public async Task A_compressed_body_is_not_played_as_noise(string encoding, int status)
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin(Raw, contentEncoding: encoding);
        call.End();

        (await call.AnswerAsync()).Status.Should().Be(status);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_played_as_far_as_it_came()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin(Raw);
        await call.SendAsync(TestEngine.Pcm(Sound));
        call.Break();
        call.IsDone.Should().BeFalse();
        rig.PlayOut();

        JsonElement problem = await call.ProblemAsync(400, "/problems/upload-cut", retryable: true);
        problem.GetProperty("detail").GetString().Should().Be("The connection was reset. What had arrived was played.");
        problem.GetProperty("playedMs").GetDouble().Should().Be(20);
        rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Disconnected);
        rig.Heard()[..960].Should().Equal(Sound);
    }

    [Fact]
    public async Task A_mistake_of_ours_leaves_no_session_behind()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin(Raw);
        await call.SendAsync(TestEngine.Pcm(Sound));
        call.Break(new InvalidOperationException("inner secret"));

        (await call.ProblemAsync(500, "/problems/internal-error", retryable: false))
            .GetRawText()
            .Should()
            .NotContain("inner secret");
        rig.PlayOut();
        rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Disconnected);
    }

    [Fact]
    public async Task A_body_that_stands_still_is_played_as_far_as_it_came_and_answered_with_408()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin(Raw);
        await call.SendAsync(TestEngine.Pcm(Sound));
        rig.Test.Time.Advance(TimeSpan.FromMinutes(4.9));
        await call.SendAsync([1]);
        rig.Test.Time.Advance(TimeSpan.FromMinutes(4.9));
        rig.Session.State.Should().NotBe(SessionState.Draining, "something came in time");

        rig.Test.Time.Advance(TimeSpan.FromMinutes(0.2));
        rig.Session.State.Should().Be(SessionState.Draining);
        rig.PlayOut();

        JsonElement problem = await call.ProblemAsync(408, "/problems/upload-stalled", retryable: true);
        problem
            .GetProperty("detail")
            .GetString()
            .Should()
            .Be("Nothing of the body came for 300 s; what had arrived was played.");
        problem.GetProperty("reason").GetString().Should().Be("disconnected");
        rig.Heard()[..960].Should().Equal(Sound);
    }

    [Fact]
    public async Task A_body_that_never_begins_is_408_too()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin();
        rig.Test.Time.Advance(TimeSpan.FromMinutes(5));

        await call.ProblemAsync(408, "/problems/upload-stalled", retryable: true);
    }

    [Fact]
    public async Task A_client_that_is_held_back_by_a_full_session_stalls_nothing()
    {
        var rig = new PlayRig(configure: engine =>
            (engine.MaxBuffered, engine.MaxBacklog) = (TimeSpan.FromMilliseconds(100), TimeSpan.Zero)
        );
        PlayCall call = rig.Begin(Raw);
        await call.SendAsync(TestEngine.Pcm(TestEngine.Ramp(9_600)));
        rig.Test.Time.Advance(TimeSpan.FromMinutes(6));
        call.IsDone.Should().BeFalse();
        rig.Session.State.Should().NotBe(SessionState.Draining);

        call.End();
        while (rig.Test.Engine.Sessions.Count > 0)
            rig.PlayOut();

        (await call.AnswerAsync()).Json.Should().Contain("\"playedMs\":200,");
        short[] stereo = [.. rig.Heard().SelectMany(static sample => new[] { sample, sample })];
        FadedSound
            .FindFault(
                stereo,
                [.. TestEngine.Ramp(9_600).SelectMany(static sample => new[] { sample, sample })],
                gaps: 2
            )
            .Should()
            .BeNull();
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
    public async Task A_client_whose_session_is_paused_stalls_nothing()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin(Raw);
        await call.SendAsync(TestEngine.Pcm(Sound));
        rig.Session.Pause();
        rig.Test.Time.Advance(TimeSpan.FromMinutes(11));
        rig.Session.State.Should().Be(SessionState.Paused);

        rig.Session.Resume();
        call.End();
        rig.PlayOut();

        (await call.AnswerAsync()).Status.Should().Be(200);
        rig.Heard().Where(sample => sample != 0).Should().HaveCount(960);
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
        PlayCall call = await rig.SendAllAsync(Wav(Sound));
        call.HangUp();
        await call.DoneAsync();

        rig.PlayOut();

        rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Completed);
        rig.Heard()[..960].Should().Equal(Sound);
    }

    [Fact]
    public async Task A_stopping_daemon_takes_nobody_new()
    {
        var rig = new PlayRig();
        rig.Clients.Lock();
        PlayCall call = rig.Begin(Raw);

        await call.ProblemAsync(503, "/problems/shutting-down", retryable: true);
        call.Headers.RetryAfter.ToString().Should().Be("5");
    }

    [Fact]
    public async Task A_stopping_daemon_plays_what_it_has_and_says_that_it_took_no_more()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin(Raw);
        await call.SendAsync(TestEngine.Pcm(Sound));
        rig.Clients.Lock();
        Task<bool> drained = rig.Test.Engine.DrainAsync(TimeSpan.FromSeconds(10));
        await call.SendAsync(TestEngine.Pcm(Sound));
        rig.PlayOut();

        (await drained).Should().BeTrue();
        JsonElement problem = await call.ProblemAsync(503, "/problems/shutting-down", retryable: true);
        problem.GetProperty("reason").GetString().Should().Be("completed");
        problem.GetProperty("playedMs").GetDouble().Should().Be(20, "the second piece came too late");
        rig.Heard().Where(sample => sample != 0).Should().Equal(Sound);
    }

    [Fact]
    public async Task A_stopping_daemon_whose_patience_is_over_says_that_the_rest_was_not_heard()
    {
        var rig = new PlayRig();
        PlayCall call = await rig.SendAllAsync(TestEngine.Pcm(TestEngine.Ramp(9_600)), Raw);
        PlayCall unborn = rig.Begin();
        rig.Test.Output.Render(480);
        rig.Test.Output.FramesPlayed = 480;
        rig.Clients.Lock();

        rig.Clients.CloseAll(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, "Daemon shutting down");
        rig.PlayOut();

        JsonElement problem = await call.ProblemAsync(503, "/problems/shutting-down", retryable: true);
        problem.GetProperty("reason").GetString().Should().Be("cancelled");
        problem.GetProperty("playedMs").GetDouble().Should().BeLessThan(200);
        await unborn.ProblemAsync(503, "/problems/shutting-down", retryable: true);
    }

    [Fact]
    public async Task A_full_engine_is_503_and_says_when_to_try_again()
    {
        var rig = new PlayRig(configure: engine => engine.MaxSessions = 1);
        PlayCall first = rig.Begin(Raw);
        PlayCall second = rig.Begin(Raw);

        JsonElement problem = await second.ProblemAsync(503, "/problems/busy", retryable: true);
        problem
            .GetProperty("detail")
            .GetString()
            .Should()
            .Be("1 sessions are open, as many as are allowed; try again when one has ended.");
        second.Headers.RetryAfter.ToString().Should().Be("1");

        first.End();
        (await first.AnswerAsync()).Status.Should().Be(200);
        PlayCall third = await rig.SendAllAsync([], Raw);
        (await third.AnswerAsync()).Status.Should().Be(200);
    }

    [Fact]
    public async Task As_many_play_at_a_time_as_there_may_be_clients()
    {
        var rig = new PlayRig(new DaemonOptions { MaxClients = 1 });
        PlayCall first = rig.Begin(Raw);
        await rig.Begin(Raw).ProblemAsync(503, "/problems/busy", retryable: true);

        first.End();
        (await first.AnswerAsync()).Status.Should().Be(200);
        (await (await rig.SendAllAsync([], Raw)).AnswerAsync()).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_name_is_taken_until_its_session_was_answered()
    {
        var rig = new PlayRig();
        PlayCall first = rig.Begin(Raw + "&id=bell");
        JsonElement problem = await rig.Begin(Raw + "&id=bell")
            .ProblemAsync(409, "/problems/name-taken", retryable: true);
        problem
            .GetProperty("detail")
            .GetString()
            .Should()
            .Be("A session named bell is open; choose another id, or none.");

        first.End();
        (await first.AnswerAsync()).Status.Should().Be(200);
        (await (await rig.SendAllAsync([], Raw + "&id=bell")).AnswerAsync())
            .Json.Should()
            .Contain("\"sessionId\":\"bell\"");
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

    private static byte[] Wav(short[] samples)
    {
        var file = WaveFile.FromInt16(samples, 48_000, 1);
        return [.. file.Header(file.Data.Length), .. file.Data];
    }
}
