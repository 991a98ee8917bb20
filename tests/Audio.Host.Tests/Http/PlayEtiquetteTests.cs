using System.Text.Json;
using Audio.Core.Sessions;
using Audio.Host.Http.Buses;
using Audio.Host.Http.Explain;
using Audio.Host.Reports;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Testing.Engines;

namespace Audio.Host.Tests.Http;

/// <summary>Etiquette of <c>/v1/play</c> towards other sessions, in virtual time.</summary>
public sealed class PlayEtiquetteTests
{
    private static readonly byte[] Sound = TestEngine.Pcm(TestEngine.Ramp(960));
    private readonly PlayRig _rig = new();

    [Fact]
    public async Task What_the_query_says_is_what_the_session_has()
    {
        PlayCall call = _rig.Begin(
            "?rate=48000&priority=ALERT&channel=c&overlap=replace&expiresAfter=1500&resumeInterrupted=true"
        );
        await call.SendAsync(Sound);

        _rig.Session.Etiquette.Should()
            .Be(
                new SessionEtiquette
                {
                    Priority = SessionPriority.Alert,
                    Channel = "c",
                    Overlap = ChannelOverlap.Replace,
                    ExpiresAfter = TimeSpan.FromSeconds(1.5),
                    ResumeInterrupted = true,
                }
            );
        call.End();
        _rig.PlayOut();
        (await call.AnswerAsync()).Status.Should().Be(200);
    }

    [Theory]
    [InlineData(
        "priority=loud",
        "The parameter priority must be one of media, notification, speech, alert; it is 'loud'."
    )]
    [InlineData("overlap=shove", "The parameter overlap must be one of mix, queue, replace, drop; it is 'shove'.")]
    [InlineData("overlap=queue", "This etiquette cannot be kept: overlap queue needs a channel.")]
    [InlineData(
        "channel=a%20b",
        "This etiquette cannot be kept: channel has 1 to 64 of the characters A-Z a-z 0-9 . _ -."
    )]
    [InlineData("expiresAfter=0", "This etiquette cannot be kept: expiresAfter is between 1 and 86400000 ms.")]
    [InlineData("expiresAfter=5s", "The parameter expiresAfter must be a number of milliseconds; it is '5s'.")]
    [InlineData("resumeInterrupted=1", "The parameter resumeInterrupted must be true or false; it is '1'.")]
    [InlineData("resumeInterrupted=true", "This etiquette cannot be kept: resumeInterrupted needs overlap replace.")]
    public async Task One_that_cannot_be_kept_is_refused(string query, string detail)
    {
        PlayCall call = await _rig.SendAllAsync(Sound, $"?rate=48000&{query}");

        (await call.ProblemAsync(400, "/problems/invalid-parameter", retryable: false))
            .GetProperty("detail")
            .GetString()
            .Should()
            .Be(detail);
    }

    [Theory]
    [InlineData(""), InlineData("&wait=false")]
    public async Task One_that_is_dropped_is_answered_at_once_though_its_body_has_no_end(string more)
    {
        AudioSession there = await OpenAsync();
        PlayCall call = _rig.Begin($"?rate=48000&channel=c&overlap=drop{more}");

        (await call.AnswerAsync())
            .Should()
            .Be(
                (
                    200,
                    """{"sessionId":"http_1","reason":"dropped","ttfaMs":null,"playedMs":0,"underruns":0"""
                        + ""","audible":null}"""
                )
            );
        there.State.Should().NotBe(SessionState.Ended);
    }

    [Fact]
    public async Task One_that_waits_too_long_expires_and_is_answered_at_once()
    {
        await OpenAsync();
        PlayCall call = _rig.Begin("?rate=48000&channel=c&overlap=queue&expiresAfter=400");
        await call.SendAsync(Sound);
        _rig.Test.Time.Advance(TimeSpan.FromMilliseconds(401));
        _rig.PlayOut(); // it was in the mix already, and leaves it with the next period

        (await call.AnswerAsync())
            .Should()
            .Be(
                (
                    200,
                    """{"sessionId":"http_1","reason":"expired","ttfaMs":null,"playedMs":0,"underruns":0"""
                        + ""","audible":null}"""
                )
            );
    }

    [Fact]
    public async Task One_that_is_replaced_says_so_and_how_much_was_heard()
    {
        PlayCall call = _rig.Begin("?rate=48000&channel=c");
        await call.SendAsync(Sound);
        _rig.Test.Output.Render(480);
        _rig.Test.Output.FramesPlayed = 480;

        await OpenAsync(ChannelOverlap.Replace);
        _rig.PlayOut();

        (int status, string json) = await call.AnswerAsync();
        status.Should().Be(200, json);
        JsonDocument.Parse(json).RootElement.GetProperty("reason").GetString().Should().Be("replaced");
        JsonDocument.Parse(json).RootElement.GetProperty("playedMs").GetDouble().Should().BeGreaterThanOrEqualTo(10);
    }

    [Fact]
    public async Task One_that_is_queued_plays_in_its_turn_also_when_nobody_waits_for_the_answer()
    {
        AudioSession there = await OpenAsync();
        PlayCall waits = await _rig.SendAllAsync(Sound, "?rate=48000&channel=c&overlap=queue");
        PlayCall leaves = await _rig.SendAllAsync(Sound, "?rate=48000&channel=c&overlap=queue&wait=false");
        (await leaves.AnswerAsync()).Should().Be((202, """{"sessionId":"http_2"}"""));
        waits.IsDone.Should().BeFalse();

        PlaybackReport report = SessionReports.Of(_rig.Test.Engine.Sessions.Single(session => session.Id == "http_2"));
        (report.State, report.Priority, report.Channel, report.Overlap, report.Waiting)
            .Should()
            .Be(("queued", "speech", "c", "queue", new WaitReport(3, null)));
        PlaybackReport other = SessionReports.Of(there);
        (other.Channel, other.Overlap, other.Waiting).Should().Be(("c", "mix", null));

        there.Complete();
        for (int i = 0; i < 3; i++)
            _rig.PlayOut();
        (await waits.AnswerAsync()).Json.Should().Contain("\"reason\":\"completed\",").And.Contain("\"playedMs\":20,");
        _rig.Ended.Select(end => (end.SessionId, end.Reason))
            .Should()
            .Equal(
                (there.Id, SessionEndReason.Completed),
                ("http_1", SessionEndReason.Completed),
                ("http_2", SessionEndReason.Completed)
            );
    }

    [Fact]
    public async Task What_is_lowered_is_seen_at_its_bus_and_explained()
    {
        foreach (SessionPriority priority in (SessionPriority[])[SessionPriority.Media, SessionPriority.Speech])
            await _rig.Test.Engine.OpenSession(Options(priority)).WriteAsync(TestEngine.Pcm(TestEngine.Ramp(9_600)));
        for (int i = 0; i < 10; i++)
            _rig.Test.Output.Render(480);

        BusReport.Of(_rig.Test.Engine.Buses[0]).Should().Be(new BusReport("media", 1, Muted: false, -12));
        var media = ExplainReport.Of(
            _rig.Test.Engine.Explain(Options(SessionPriority.Media) with { Volume = 0.5f }),
            _rig.Test.Engine.Master
        );
        (media.LoweredFor.Single(), media.GainDb).Should().Be((new LoweringReport("speech", -12), -18.02));
        var alert = ExplainReport.Of(_rig.Test.Engine.Explain(Options(SessionPriority.Alert)), _rig.Test.Engine.Master);
        alert.Lowers.Should().Equal(new LoweringReport("media", -12), new LoweringReport("speech", -12));
        alert.GainDb.Should().Be(0);

        static SessionOptions Options(SessionPriority priority) =>
            new()
            {
                Format = AudioFormat.Pcm16(48_000, 1),
                Etiquette = new SessionEtiquette { Priority = priority },
            };
    }

    private async Task<AudioSession> OpenAsync(ChannelOverlap overlap = ChannelOverlap.Mix)
    {
        AudioSession session = _rig.Test.Engine.OpenSession(
            new SessionOptions
            {
                Format = AudioFormat.Pcm16(48_000, 1),
                Etiquette = new SessionEtiquette { Channel = "c", Overlap = overlap },
            }
        );
        await session.WriteAsync(Sound);
        return session;
    }
}
