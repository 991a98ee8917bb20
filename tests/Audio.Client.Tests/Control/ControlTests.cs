using System.Net;
using Audio.Client.Pages;
using Audio.Client.Tests.Fakes;
using Audio.Protocol;
using Audio.Protocol.Etiquette;

namespace Audio.Client.Tests.Control;

/// <summary>
/// What goes over HTTP, as it is asked and as its answers are read; the real daemon's are in the end-to-end tests.
/// </summary>
public sealed class ControlTests
{
    private const string Bus = """{"name":"media","volume":0.5,"muted":true,"duckingDb":-12,"more":1}""";

    [Fact]
    public async Task Over_a_byte_stream_it_says_where_to_ask_instead()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        AudioDaemonClient client = rig.Client;

        foreach (
            Func<Task> ask in (Func<Task>[])
                [
                    () => client.Buses.ListAsync(),
                    () => client.Buses.GetAsync(DaemonBus.Master),
                    () => client.Buses.SetVolumeAsync(DaemonBus.Media, 1),
                    () => client.Buses.SetMutedAsync(DaemonBus.Media, true),
                    () => client.Sessions.ListAsync(),
                    () => client.Sessions.ListEndedAsync(),
                    () => client.Sessions.FindAsync("s"),
                    () => client.Sessions.FindEndedAsync("s"),
                    () => client.Sessions.SetVolumeAsync("s", 1),
                    () => client.Sessions.PauseAsync("s"),
                    () => client.Sessions.ResumeAsync("s"),
                    () => client.Sessions.CancelAsync("s"),
                    () => client.ExplainAsync(),
                ]
        )
        {
            (
                await FluentActions
                    .Awaiting(() => ask().Within())
                    .Should()
                    .ThrowAsync<AudioConnectionException>()
                    .WithMessage("*fake*ws://localhost:8081*")
            )
                .Which.Should()
                .BeEquivalentTo(new { Kind = AudioDaemonErrorKind.HttpRequired, IsRetryable = false });
        }
    }

    [Fact]
    public async Task What_cannot_be_is_refused_before_anybody_is_asked()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();

        foreach (double volume in (double[])[-0.1, 4.1, double.NaN])
        {
            await FluentActions
                .Awaiting(() => rig.Client.Buses.SetVolumeAsync(DaemonBus.Media, volume))
                .Should()
                .ThrowAsync<ArgumentOutOfRangeException>();
            await FluentActions
                .Awaiting(() => rig.Client.Sessions.SetVolumeAsync("s", volume))
                .Should()
                .ThrowAsync<ArgumentOutOfRangeException>();
            await FluentActions
                .Awaiting(() => rig.Client.ExplainAsync(new AudioSessionOptions { Volume = volume }))
                .Should()
                .ThrowAsync<ArgumentOutOfRangeException>();
        }
        await FluentActions.Awaiting(() => rig.Client.Buses.GetAsync("")).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => rig.Client.Sessions.PauseAsync("")).Should().ThrowAsync<ArgumentException>();
    }

    [Theory]
    [InlineData("localhost:8081", "http://localhost:8081/v1/buses/media")]
    [InlineData("https://host/audio/", "https://host/audio/v1/buses/media")]
    public async Task The_pages_stand_beside_the_WebSocket(string endpoint, string page)
    {
        var http = new FakeHttp(HttpStatusCode.OK, Bus);

        DaemonBus bus = await AskAsync(http, endpoint);

        http.Asked.Should().Equal("GET " + page);
        bus.Should().Be(new DaemonBus("media", 0.5, IsMuted: true, -12));
    }

    [Theory]
    [InlineData("no-such-bus", false, AudioDaemonErrorKind.NotFound)]
    [InlineData("no-such-session", false, AudioDaemonErrorKind.NotFound)]
    [InlineData("session-ended", false, AudioDaemonErrorKind.SessionEnded)]
    [InlineData("shutting-down", true, AudioDaemonErrorKind.ShuttingDown)]
    [InlineData("busy", true, AudioDaemonErrorKind.TooManySessions)]
    [InlineData("invalid-parameter", false, AudioDaemonErrorKind.Refused)]
    [InlineData("of-a-later-version", true, AudioDaemonErrorKind.Refused)]
    public async Task A_problem_is_an_error_with_its_code(string code, bool retryable, AudioDaemonErrorKind kind)
    {
        string can = retryable ? "true" : "false";
        var http = new FakeHttp(
            HttpStatusCode.Conflict,
            $$"""{"type":"/problems/{{code}}","title":"No","status":409,"detail":"Do this.","retryable":{{can}}}""",
            "application/problem+json"
        );

        (await FluentActions.Awaiting(() => AskAsync(http)).Should().ThrowAsync<AudioRequestException>())
            .Which.Should()
            .BeEquivalentTo(
                new
                {
                    Kind = kind,
                    Code = code,
                    IsRetryable = retryable,
                    Message = "Do this.",
                }
            );
    }

    [Theory]
    [InlineData(404, "Not Found", "text/plain")]
    [InlineData(200, "<html>", "text/html")]
    [InlineData(200, "null", "application/json")]
    [InlineData(200, """{"name":"media"}""", "application/json")]
    [InlineData(200, """{"name":null,"volume":0.5,"muted":true,"duckingDb":-12}""", "application/json")]
    [InlineData(500, "{}", "application/problem+json")]
    public async Task What_no_daemon_of_this_version_says_is_incompatible(int status, string body, string mediaType)
    {
        (
            await FluentActions
                .Awaiting(() => AskAsync(new FakeHttp((HttpStatusCode)status, body, mediaType)))
                .Should()
                .ThrowAsync<AudioConnectionException>()
                .WithMessage("*http://localhost:8081/v1/buses/media*")
        )
            .Which.Kind.Should()
            .Be(AudioDaemonErrorKind.Incompatible);
    }

    [Fact]
    public void A_session_is_read_with_all_that_is_told_of_it()
    {
        const string Page = """
            {"id":"http_2","client":"http curl/8.5.0","state":"queued",
             "format":{"encoding":"pcm_s16le","sampleRate":22050,"channels":1},
             "bufferedMs":250,"playedMs":42.5,"bytesReceived":12902,"underruns":3,
             "volume":0.25,"ttfaMs":1.5,"priority":"media","channel":"kitchen",
             "overlap":"queue","waiting":{"position":2,"interruptedBy":"http_1"},
             "inaudible":{"reason":"no_device","message":"There is none."}}
            """;

        System
            .Text.Json.JsonSerializer.Deserialize(Page, PagesJson.Default.SessionPage)!
            .ToStatus()
            .Should()
            .Be(
                new DaemonSessionStatus("http_2", "queued", 12_902, 0.25, 3)
                {
                    Client = "http curl/8.5.0",
                    Format = AudioFormat.Pcm16(22_050),
                    Buffered = TimeSpan.FromMilliseconds(250),
                    Played = TimeSpan.FromMilliseconds(42.5),
                    TimeToFirstAudio = TimeSpan.FromMilliseconds(1.5),
                    Priority = SessionPriority.Media,
                    Channel = "kitchen",
                    Overlap = ChannelOverlap.Queue,
                    Queued = new SessionQueued("http_2", "kitchen", 2, "http_1"),
                    InaudibleReason = "no_device",
                    InaudibleMessage = "There is none.",
                }
            );
    }

    [Fact]
    public void An_ending_is_read_with_all_that_is_told_of_it()
    {
        const string Page = """
            {"id":"http_1","client":"http curl/8.5.0","state":"ended","reason":"failed","error":"It broke.",
             "format":{"encoding":"pcm_s16le","sampleRate":22050,"channels":1},"playedMs":3106.5,
             "framesPlayed":68507,"framesReceived":68508,"bytesReceived":137058,"underruns":2,"ttfaMs":1.5,
             "audible":false,"inaudible":{"reason":"master_muted","message":"The master is muted.","ms":1234.5}}
            """;

        System
            .Text.Json.JsonSerializer.Deserialize(Page, PagesJson.Default.SessionPage)!
            .ToResult()
            .Should()
            .Be(
                new PlaybackResult
                {
                    SessionId = "http_1",
                    Reason = SessionEndReason.Failed,
                    ReasonText = "failed",
                    Error = "It broke.",
                    FramesPlayed = 68_507,
                    FramesReceived = 68_508,
                    BytesReceived = 137_058,
                    Underruns = 2,
                    TimeToFirstAudio = TimeSpan.FromMilliseconds(1.5),
                    Played = TimeSpan.FromMilliseconds(3_106.5),
                    Restarts = 0,
                    IsAudible = false,
                    InaudibleReason = "master_muted",
                    InaudibleMessage = "The master is muted.",
                    Unheard = TimeSpan.FromMilliseconds(1_234.5),
                }
            );
    }

    [Fact]
    public void An_explanation_is_asked_for_with_all_that_a_session_says()
    {
        ExplainQuery.Of(new AudioSessionOptions()).Should().Be("/v1/explain?volume=1&priority=speech&overlap=mix");
        ExplainQuery
            .Of(
                new AudioSessionOptions
                {
                    SessionId = "s-1",
                    Volume = 0.25,
                    Effects = "speed:1.5,highpass:80",
                    Etiquette = new SessionEtiquette
                    {
                        Priority = SessionPriority.Alert,
                        Channel = "door",
                        Overlap = ChannelOverlap.Replace,
                        ExpiresAfter = TimeSpan.FromSeconds(1.5),
                        ResumeInterrupted = true,
                    },
                }
            )
            .Should()
            .Be(
                "/v1/explain?volume=0.25&effects=speed%3A1.5%2Chighpass%3A80&id=s-1"
                    + "&priority=alert&channel=door&overlap=replace&expiresAfter=1500&resumeInterrupted=true"
            );
    }

    private static Task<DaemonBus> AskAsync(FakeHttp http, string endpoint = "localhost:8081") =>
        new DaemonHttp(http.Invoker()).AskAsync(
            AudioDaemonEndpoint.Parse(endpoint),
            HttpMethod.Get,
            "/v1/buses/media",
            body: null,
            PagesJson.Default.BusPage,
            static page => page.ToBus(),
            CancellationToken.None
        );
}
