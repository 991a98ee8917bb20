using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Audio.Core.Sessions;
using Audio.Host.Http.Play;
using Audio.Host.Http.Problems;
using Audio.Host.Http.Reference;
using Audio.Protocol;
using Audio.Testing.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace Audio.Host.Tests.Http;

/// <summary>Checks /openapi/v1.json and docs/protocol.md against what the daemon really serves.</summary>
public sealed partial class ApiReferenceTests(RunningApi api) : IClassFixture<RunningApi>
{
    private static readonly string Page = RepositoryFiles.Read("docs", "protocol.md");

    [Fact]
    public async Task Every_route_is_in_the_document_and_nothing_else()
    {
        string[] routes =
        [
            .. Routes()
                .SelectMany(r =>
                    r.Metadata.GetMetadata<HttpMethodMetadata>()!
                        .HttpMethods.Select(m => $"{m} {r.RoutePattern.RawText}")
                ),
        ];

        string[] described =
        [
            .. (await DocumentAsync())
                .GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path =>
                    path.Value.EnumerateObject().Select(m => $"{m.Name.ToUpperInvariant()} {path.Name}")
                ),
        ];

        routes.Should().Contain(["POST /v1/play", "PUT /v1/play", "GET /status"]);
        described.Should().BeEquivalentTo(routes);
        routes
            .Where(route => !Page.Contains($"`{route}", StringComparison.Ordinal))
            .Should()
            .BeEmpty("docs/protocol.md is the reference");
    }

    [Fact]
    public async Task The_document_is_made_once_and_who_has_it_is_told_so()
    {
        using var http = new HttpClient();
        var address = new Uri($"http://localhost:{api.Port}/openapi/v1.json");
        using HttpResponseMessage first = await http.GetAsync(address, TestContext.Current.CancellationToken);
        EntityTagHeaderValue tag = first.Headers.ETag!;
        tag.IsWeak.Should().BeFalse();

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(tag);
        using HttpResponseMessage again = await http.SendAsync(request, TestContext.Current.CancellationToken);
        ((int)again.StatusCode).Should().Be(304);
        (await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();

        using var other = new HttpRequestMessage(HttpMethod.Get, address);
        other.Headers.Host = $"127.0.0.1:{api.Port}";
        other.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"another\""));
        using HttpResponseMessage whole = await http.SendAsync(other, TestContext.Current.CancellationToken);
        whole.Headers.ETag.Should().Be(tag, "it is the same under every name of the daemon");
        (await whole.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .Should()
            .Be(await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_document_is_made_for_the_first_who_asks_and_for_nobody_else()
    {
        var maker = new CountingMaker();
        var document = new ApiDocument(maker);
        maker.Made.Should().Be(0);

        IResult first = await document.AnswerAsync();
        IResult second = await document.AnswerAsync();

        second.Should().BeSameAs(first);
        maker.Made.Should().Be(1);
    }

    [Fact]
    public async Task Every_operation_says_what_it_takes_and_what_it_answers()
    {
        JsonElement document = await DocumentAsync();
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (JsonProperty method in path.Value.EnumerateObject())
            {
                method.Value.GetProperty("summary").GetString().Should().NotBeNullOrEmpty();
                foreach (JsonProperty response in method.Value.GetProperty("responses").EnumerateObject())
                {
                    response
                        .Value.GetProperty("description")
                        .GetString()
                        .Should()
                        .NotBeNullOrEmpty($"{method.Name} {path.Name} {response.Name}");
                    response
                        .Value.GetProperty("content")
                        .EnumerateObject()
                        .Single()
                        .Name.Should()
                        .Be(response.Name[0] == '2' ? "application/json" : "application/problem+json");
                }
            }
        }

        JsonElement play = document.GetProperty("paths").GetProperty("/v1/play").GetProperty("put");
        play.GetProperty("parameters")
            .EnumerateArray()
            .Select(p => p.GetProperty("name").GetString())
            .Should()
            .Equal(PlayParameters.Names);
        document
            .GetProperty("paths")
            .GetProperty("/v1/explain")
            .GetProperty("post")
            .GetProperty("parameters")
            .EnumerateArray()
            .Select(p => p.GetProperty("name").GetString())
            .Should()
            .Equal(PlayParameters.Names);
        play.GetProperty("requestBody")
            .GetProperty("content")
            .EnumerateObject()
            .Select(c => c.Name)
            .Should()
            .Equal([.. PlayContentType.Sound, PlayContentType.L16, .. PlayContentType.Unsaid]);
    }

    [Fact]
    public async Task Answers_have_the_fields_of_their_schemas()
    {
        JsonElement schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas");
        // Sent at once, so that some of it is skipped, with something behind it that cannot be played.
        string sound = Wav(channels: 2) + new string('0', 2 * 2 * 2 * 32_000) + Wav(channels: 9);
        string played = (await api.AskAsync("POST", "/v1/play?maxLatency=50&id=schema", sound)).Body;
        string accepted = (await api.AskAsync("POST", "/v1/play?rate=48000&wait=false", "0123")).Body;
        using var first = new Held(api);
        using var session = new Held(api); // waits for the first, so that it has all there is to show

        Assert("PlayReport", played);
        Assert("PlayAccepted", accepted);
        Assert("EndedReport", (await api.AskAsync("GET", "/v1/sessions/schema")).Body);
        Assert("PlaybackReport", (await api.AskAsync("GET", $"/v1/sessions/{session.Id}")).Body);
        Assert("SessionList", (await api.AskAsync("GET", "/v1/sessions?ended=true")).Body);
        Assert("BusList", (await api.AskAsync("GET", "/v1/buses")).Body);
        Assert("BusReport", (await api.AskAsync("GET", "/v1/buses/master")).Body);
        Assert("ExplainReport", (await api.AskAsync("POST", "/v1/explain")).Body);
        Assert("HealthReport", (await api.AskAsync("GET", "/health")).Body);
        Assert("StatusReport", (await api.AskAsync("GET", "/status")).Body);
        Assert("ApiProblem", (await api.AskAsync("DELETE", "/v1/sessions/schema")).Body);

        static string Wav(int channels) =>
            $"RIFF\0\0\0\0WAVEfmt \u0010\0\0\0\u0001\0{(char)channels}\0\0}}\0\0\0\0\0\0\u0004\0\u0010\0data\0\0\0\0";

        void Assert(string schema, string json) =>
            JsonDocument
                .Parse(json)
                .RootElement.EnumerateObject()
                .Select(p => p.Name)
                .Should()
                .BeEquivalentTo(
                    schemas.GetProperty(schema).GetProperty("properties").EnumerateObject().Select(p => p.Name),
                    $"{schema}: {json}"
                );
    }

    [Fact]
    public void Every_kind_of_problem_is_on_the_page_with_its_status_and_whether_a_retry_helps()
    {
        ApiProblem[] problems =
        [
            ApiProblems.InvalidParameter(""),
            ApiProblems.InvalidBody(""),
            ApiProblems.EmptyBody(),
            ApiProblems.UploadCut(""),
            ApiProblems.Forbidden(""),
            ApiProblems.NotFound(""),
            ApiProblems.NoSuchSession(""),
            ApiProblems.NoSuchBus("", []),
            ApiProblems.MethodNotAllowed("", ""),
            ApiProblems.Stalled(TimeSpan.FromMinutes(5)),
            ApiProblems.NameTaken(""),
            ApiProblems.SessionEnded(
                new SessionResult("", null, SessionEndReason.Completed, new SessionStatistics())
                {
                    Format = Audio.Protocol.AudioFormat.Pcm16(1, 1),
                }
            ),
            ApiProblems.TooLarge(1),
            ApiProblems.UnsupportedMediaType(""),
            ApiProblems.Unplayable(""),
            ApiProblems.Internal(),
            ApiProblems.Busy(""),
            ApiProblems.ShuttingDown(),
        ];

        problems.Select(p => p.Type).Should().OnlyHaveUniqueItems();
        ProblemRow()
            .Matches(Page)
            .Select(m =>
                (m.Groups["type"].Value, int.Parse(m.Groups["status"].Value), m.Groups["retry"].Value == "yes")
            )
            .Should()
            .BeEquivalentTo(problems.Select(p => (p.Type, p.Status, p.Retryable)));
        Routes()
            .Select(r => r.Metadata.GetMetadata<ApiOperation>()!)
            .SelectMany(o => o.Problems)
            .Select(k => (k.Type, k.Status))
            .Distinct()
            .Should()
            .BeSubsetOf(problems.Select(p => (p.Type, p.Status)), "the document names these");
    }

    [Fact]
    public async Task The_readable_page_comes_whole_from_the_daemon()
    {
        (int status, HttpResponseMessage response, string html) = await api.AskAsync("GET", "/docs/");

        status.Should().Be(200);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        html.Should().NotMatchRegex("(src|href)=\"(https?:)?//");
        html.Should().Contain("openapi/v1.json");
        string policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().StartWith("default-src 'none';").And.NotContain("http");
        string script = Script().Match(html).Groups["src"].Value;
        (int found, _, string code) = await api.AskAsync(
            "GET",
            new Uri(new Uri("http://x/docs/"), script).AbsolutePath
        );
        found.Should().Be(200);
        code.Length.Should().BeGreaterThan(100_000);
    }

    private IEnumerable<RouteEndpoint> Routes() =>
        ((IEndpointRouteBuilder)api.App)
            .DataSources.SelectMany(d => d.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(e =>
                e.Metadata.GetMetadata<HttpMethodMetadata>() is not null
                && (
                    e.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal)
                    || e.RoutePattern.RawText is "/health" or "/status"
                )
            );

    private async Task<JsonElement> DocumentAsync()
    {
        (int status, _, string json) = await api.AskAsync("GET", "/openapi/v1.json");
        status.Should().Be(200, json);
        return JsonDocument.Parse(json).RootElement;
    }

    [GeneratedRegex(
        @"^\| `(?<type>/problems/[a-z-]+)` \| (?<status>\d+) \| (?<retry>yes|no) \|",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ProblemRow();

    [GeneratedRegex("<script src=\"(?<src>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Script();

    private sealed class CountingMaker : IOpenApiDocumentProvider
    {
        public int Made { get; private set; }

        public Task<OpenApiDocument> GetOpenApiDocumentAsync(CancellationToken cancellationToken = default)
        {
            Made++;
            return Task.FromResult(
                new OpenApiDocument
                {
                    Info = new OpenApiInfo { Title = "audiod", Version = "1" },
                }
            );
        }
    }

    /// <summary>A session that lives as long as the test.</summary>
    private sealed class Held(RunningApi api) : IDisposable
    {
        private readonly AudioSession _session = api.Engine.OpenSession(
            new SessionOptions
            {
                Format = Audio.Protocol.AudioFormat.Pcm16(48_000, 1),
                Etiquette = new() { Channel = "held", Overlap = Audio.Protocol.Etiquette.ChannelOverlap.Queue },
            }
        );

        public string Id => _session.Id;

        public void Dispose() => _session.Cancel();
    }
}
