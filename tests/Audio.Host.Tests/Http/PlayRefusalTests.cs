using System.Text.Json;
using Audio.Core.Sessions;
using Audio.Host.Options;
using Audio.Protocol;
using Audio.Testing.Engines;
using static Audio.Host.Tests.Http.PlayRig;

namespace Audio.Host.Tests.Http;

/// <summary>Bodies that cannot be played, and requests that come when there is no room.</summary>
public sealed class PlayRefusalTests
{
    [Fact]
    public async Task A_header_that_lies_is_422_and_the_rest_of_the_body_is_not_waited_for()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin();
        await call.SendAsync("RIFF____AVI LIST"u8.ToArray());

        JsonElement problem = await call.ProblemAsync(422, "/problems/unplayable", retryable: false);

        problem
            .GetProperty("detail")
            .GetString()
            .Should()
            .Be("It is a RIFF file of type 'AVI ', not WAVE; send a WAV file.");
        problem.GetProperty("sessionId").GetString().Should().Be("http_1");
        problem.GetProperty("reason").GetString().Should().Be("failed");
        call.Headers.Connection.ToString().Should().Be("close");
    }

    [Theory]
    [InlineData("", 400, "/problems/empty-body")]
    [InlineData("RI", 415, "/problems/unsupported-media-type")]
    [InlineData("ID3.....", 415, "/problems/unsupported-media-type")]
    [InlineData("FORM....AIFF", 415, "/problems/unsupported-media-type")]
    [InlineData("{\"error\":1}", 415, "/problems/unsupported-media-type")]
    public async Task A_body_that_is_no_sound_where_nothing_says_what_it_is(string body, int status, string type)
    {
        var rig = new PlayRig();
        PlayCall call = await rig.SendAllAsync(System.Text.Encoding.ASCII.GetBytes(body));

        await call.ProblemAsync(status, type, retryable: false);
        rig.Test.Engine.Sessions.Should().BeEmpty();
        rig.Ended.Should().BeEmpty("no session was opened for it");
    }

    [Fact]
    public async Task A_body_of_another_format_is_refused_with_its_first_four_bytes_whatever_its_type()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin(contentType: "audio/wav");
        await call.SendAsync("caff"u8.ToArray());

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
    public async Task A_stopping_daemon_takes_nobody_new()
    {
        var rig = new PlayRig();
        rig.Clients.Lock();
        PlayCall call = rig.Begin(Raw);

        await call.ProblemAsync(503, "/problems/shutting-down", retryable: true);
        call.Headers.RetryAfter.ToString().Should().Be("5");
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
    public async Task Everything_over_HTTP_is_one_client_which_has_only_so_many_sessions()
    {
        var rig = new PlayRig(configure: engine => engine.MaxSessionsPerClient = 2);
        PlayCall first = rig.Begin(Raw, userAgent: "one");
        rig.Session.Pause();
        PlayCall accepted = await rig.SendAllAsync(TestEngine.Pcm(Sound), $"{Raw}&wait=false");
        (await accepted.AnswerAsync()).Status.Should().Be(202);

        JsonElement problem = await rig.Begin(Raw, userAgent: "another")
            .ProblemAsync(503, "/problems/busy", retryable: true);
        problem
            .GetProperty("detail")
            .GetString()
            .Should()
            .Be(
                "2 sessions of this client are open, as many as one client may have; "
                    + "try again when one of them has ended."
            );
        rig.Test.Open().State.Should().Be(SessionState.Opening, "this program itself is no client");

        rig.PlayOut();
        (await (await rig.SendAllAsync([], Raw)).AnswerAsync()).Status.Should().Be(200);
        first.End();
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
}
