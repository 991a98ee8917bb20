using System.Text.Json;
using Audio.Core.Sessions;
using Audio.Protocol;

namespace Audio.Host.Tests.Http;

/// <summary>/v1/sessions over a real socket.</summary>
public sealed class SessionsEndpointTests(RunningApi api) : IClassFixture<RunningApi>
{
    [Fact]
    public async Task A_session_is_listed_and_shown_whoever_opened_it()
    {
        AudioSession session = await OpenAsync("listed");

        JsonElement listed = Parse((await api.AskAsync("GET", "/v1/sessions")).Body)
            .GetProperty("sessions")
            .EnumerateArray()
            .Single(s => s.GetProperty("id").GetString() == "listed");
        JsonElement shown = Parse((await api.AskAsync("GET", "/v1/sessions/listed")).Body);

        foreach (JsonElement seen in new[] { listed, shown })
        {
            seen.GetProperty("client").GetString().Should().Be("somebody");
            seen.GetProperty("format")
                .GetRawText()
                .Should()
                .Be("""{"encoding":"pcm_s16le","sampleRate":48000,"channels":1}""");
            seen.GetProperty("bytesReceived").GetInt64().Should().Be(960_000);
            seen.GetProperty("state").GetString().Should().BeOneOf("buffering", "playing");
        }
        session.Cancel();
        await session.Completion;
    }

    [Fact]
    public async Task Volume_and_pause_are_set_together_and_the_answer_says_so()
    {
        AudioSession session = await OpenAsync("steered");

        (int status, _, string body) = await api.AskAsync(
            "PATCH",
            "/v1/sessions/steered",
            """{"volume":0.3,"paused":true}""",
            "application/json"
        );
        status.Should().Be(200, body);
        (Parse(body).GetProperty("volume").GetDouble(), Parse(body).GetProperty("state").GetString())
            .Should()
            .Be((0.3, "paused"));
        (session.Volume, session.State).Should().Be((0.3f, SessionState.Paused));

        // As curl -d sends it: declared as a form.
        (status, _, body) = await api.AskAsync(
            "PATCH",
            "/v1/sessions/steered",
            """{"paused":false}""",
            "application/x-www-form-urlencoded"
        );
        status.Should().Be(200, body);
        session.State.Should().Be(SessionState.Playing);
        session.Volume.Should().Be(0.3f, "what is left out stays");
        session.Cancel();
        await session.Completion;
    }

    [Fact]
    public async Task Deleted_it_is_silent_and_its_ending_is_remembered()
    {
        await OpenAsync("deleted");

        (int status, _, string body) = await api.AskAsync("DELETE", "/v1/sessions/deleted");
        status.Should().Be(200, body);
        (Parse(body).GetProperty("state").GetString(), Parse(body).GetProperty("reason").GetString())
            .Should()
            .Be(("ended", "cancelled"));

        (await api.AskAsync("GET", "/v1/sessions/deleted")).Body.Should().Be(body);
        JsonElement list = Parse((await api.AskAsync("GET", "/v1/sessions?ended=true")).Body);
        list.GetProperty("sessions")
            .EnumerateArray()
            .Should()
            .NotContain(s => s.GetProperty("id").GetString() == "deleted");
        list.GetProperty("ended")
            .EnumerateArray()
            .Should()
            .ContainSingle(s => s.GetProperty("id").GetString() == "deleted");
        JsonElement gone = await api.ProblemAsync(410, "/problems/session-ended", "DELETE", "/v1/sessions/deleted");
        (gone.GetProperty("reason").GetString(), gone.GetProperty("sessionId").GetString())
            .Should()
            .Be(("cancelled", "deleted"));
        await api.ProblemAsync(410, "/problems/session-ended", "PATCH", "/v1/sessions/deleted", """{"volume":1}""");
    }

    [Fact]
    public async Task Without_being_asked_for_those_that_ended_are_not_listed() =>
        Parse((await api.AskAsync("GET", "/v1/sessions")).Body)
            .EnumerateObject()
            .Select(p => p.Name)
            .Should()
            .Equal("sessions");

    [Theory]
    [InlineData("GET"), InlineData("PATCH"), InlineData("DELETE")]
    public async Task An_unknown_session_is_404(string method)
    {
        JsonElement problem = await api.ProblemAsync(
            404,
            "/problems/no-such-session",
            method,
            "/v1/sessions/nobody",
            method == "PATCH" ? """{"volume":1}""" : null
        );

        problem.GetProperty("detail").GetString().Should().StartWith("No session is named nobody");
    }

    [Theory]
    [InlineData("""{"volume":9}""", "application/json", 400, "/problems/invalid-body")]
    [InlineData("no", "application/json", 400, "/problems/invalid-body")]
    [InlineData("", "application/json", 400, "/problems/invalid-body")]
    [InlineData("""{"volume":1}""", "text/html", 415, "/problems/unsupported-media-type")]
    public async Task A_change_that_cannot_be_used_is_refused(
        string body,
        string contentType,
        int status,
        string type
    ) => await api.ProblemAsync(status, type, "PATCH", "/v1/sessions/nobody", body, contentType);

    [Theory]
    [InlineData(5_000), InlineData(2_000_000)]
    public async Task A_change_is_small(int bytes) =>
        await api.ProblemAsync(413, "/problems/too-large", "PATCH", "/v1/sessions/nobody", new string(' ', bytes));

    [Theory]
    [
        InlineData("GET", "/v1/sessions?ended=perhaps"),
        InlineData("GET", "/v1/sessions?all=true"),
        InlineData("GET", "/v1/sessions/x?ended=true"),
        InlineData("DELETE", "/v1/sessions/x?now=1")
    ]
    public async Task A_parameter_that_is_none_is_400(string method, string path) =>
        await api.ProblemAsync(400, "/problems/invalid-parameter", method, path);

    [Theory]
    [
        InlineData("GET", "/v1/play", "POST, PUT, OPTIONS"),
        InlineData("DELETE", "/v1/sessions", "GET, HEAD, OPTIONS"),
        InlineData("POST", "/v1/sessions/x", "GET, HEAD, PATCH, DELETE, OPTIONS")
    ]
    public async Task Another_method_is_405_and_says_which_there_are(string method, string path, string allow)
    {
        await api.ProblemAsync(405, "/problems/method-not-allowed", method, path);
        (await api.AskAsync(method, path)).Response.Content.Headers.Allow.Should().Equal(allow.Split(", "));
    }

    [Theory]
    [InlineData("POST", "/status"), InlineData("PUT", "/status"), InlineData("DELETE", "/nothing")]
    public async Task Outside_v1_every_method_that_is_not_served_is_404_in_plain_text(string method, string path)
    {
        (int status, HttpResponseMessage response, string body) = await api.AskAsync(method, path);

        status.Should().Be(404);
        response.Content.Headers.Allow.Should().BeEmpty();
        response.Content.Headers.ContentType!.ToString().Should().Be("text/plain");
        body.Should().Be("Not Found");
    }

    [Theory]
    [
        InlineData("/v1"),
        InlineData("/v1/"),
        InlineData("/v1/plays"),
        InlineData("/v1/sessions/a/b"),
        InlineData("/v1/x.json")
    ]
    public async Task An_unknown_path_under_v1_is_a_problem(string path) =>
        await api.ProblemAsync(404, "/problems/not-found", "GET", path);

    private async Task<AudioSession> OpenAsync(string id)
    {
        AudioSession session = api.Engine.OpenSession(
            new SessionOptions
            {
                Format = AudioFormat.Pcm16(48_000, 1),
                Id = id,
                Owner = "somebody",
            }
        );
        await session.WriteAsync(new byte[960_000], TestContext.Current.CancellationToken);
        return session;
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
