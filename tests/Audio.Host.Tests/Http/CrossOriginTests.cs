using System.Net;
using System.Text;
using Audio.Host.Clients;
using Microsoft.Extensions.DependencyInjection;

namespace Audio.Host.Tests.Http;

/// <summary>What the script of a web page gets to read (CORS).</summary>
public sealed class CrossOriginTests(CrossOriginTests.Api api) : IClassFixture<CrossOriginTests.Api>
{
    private const string Allowed = "https://studio.example";
    private const string Foreign = "https://elsewhere.example";

    private static readonly string[] Open = ["/v1", "/health", "/schemas"];

    [Fact]
    public async Task An_allowed_page_may_read_every_answer_of_the_open_paths_whatever_its_status()
    {
        foreach (
            (string path, _) in AllRoutes
                .Of(api.Running.App)
                .Append(("/v1/nothing", []))
                .Append(("/schemas/v5.json", []))
        )
        {
            foreach (string method in (string[])["GET", "HEAD", "PATCH", "DELETE"])
            {
                HttpResponseMessage answer = await AskAsync(method, path, Allowed);

                if (IsOpen(path))
                {
                    Header(answer, "Access-Control-Allow-Origin").Should().Be(Allowed, $"{method} {path}");
                    Header(answer, "Vary").Should().Be("Origin", $"{method} {path}");
                    Header(answer, "Access-Control-Expose-Headers")
                        .Should()
                        .Be("Location,Retry-After,Allow,ETag,X-Daemon-Version");
                    Header(answer, "Access-Control-Allow-Credentials").Should().BeNull();
                }
                else
                {
                    NamesOf(answer).Should().NotContain(name => IsCors(name), $"{method} {path}");
                }
            }
        }
    }

    [Fact]
    public async Task The_preflight_of_an_allowed_page_says_what_it_may_send()
    {
        foreach ((string path, _) in AllRoutes.Of(api.Running.App).Where(route => IsOpen(route.Path)))
        {
            HttpResponseMessage answer = await PreflightAsync(path, Allowed);

            answer.StatusCode.Should().Be(HttpStatusCode.NoContent, path);
            Header(answer, "Access-Control-Allow-Origin").Should().Be(Allowed, path);
            Header(answer, "Access-Control-Allow-Methods").Should().Be("GET,HEAD,POST,PUT,PATCH,DELETE", path);
            Header(answer, "Access-Control-Allow-Headers").Should().Be("Content-Type,If-None-Match,User-Agent", path);
            Header(answer, "Access-Control-Max-Age").Should().Be("3600", path);
            Header(answer, "Access-Control-Allow-Private-Network").Should().Be("true", path);
            Header(answer, "Access-Control-Allow-Credentials").Should().BeNull();
            Header(answer, "Vary").Should().Be("Origin", path);
        }
    }

    [Fact]
    public async Task Private_networks_are_answered_only_where_a_browser_asks()
    {
        HttpResponseMessage answer = await PreflightAsync("/v1/play", Allowed, isPrivate: false);

        answer.StatusCode.Should().Be(HttpStatusCode.NoContent);
        Header(answer, "Access-Control-Allow-Private-Network").Should().BeNull();
    }

    [Fact]
    public async Task A_foreign_page_gets_403_and_may_not_read_it_nor_its_preflight()
    {
        foreach ((string path, _) in AllRoutes.Of(api.Running.App))
        {
            foreach (
                HttpResponseMessage answer in (HttpResponseMessage[])
                    [await AskAsync("GET", path, Foreign), await PreflightAsync(path, Foreign)]
            )
            {
                answer.StatusCode.Should().Be(HttpStatusCode.Forbidden, path);
                NamesOf(answer).Should().NotContain(name => IsCors(name), path);
            }
        }
    }

    [Fact]
    public async Task The_daemons_own_pages_need_no_permission_and_get_none()
    {
        string own = $"http://127.0.0.1:{api.Running.Port}";

        HttpResponseMessage answer = await AskAsync("GET", "/health", own);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        NamesOf(answer).Should().NotContain(name => IsCors(name));
        NamesOf(await PreflightAsync("/health", own)).Should().NotContain("Access-Control-Allow-Private-Network");
    }

    [Fact]
    public async Task A_request_that_is_no_page_s_has_no_header_of_this_kind() =>
        NamesOf(await AskAsync("GET", "/v1/sessions", origin: null)).Should().NotContain(name => IsCors(name));

    [Fact]
    public async Task A_page_that_plays_and_does_not_wait_may_read_where_its_session_is()
    {
        HttpResponseMessage answer = await AskAsync("POST", "/v1/play?rate=48000&wait=false", Allowed, "0123");

        answer.StatusCode.Should().Be(HttpStatusCode.Accepted);
        answer.Headers.Location!.ToString().Should().StartWith("/v1/sessions/");
        Header(answer, "Access-Control-Allow-Origin").Should().Be(Allowed);
        Header(answer, "Access-Control-Expose-Headers").Should().Contain("Location");
    }

    [Fact]
    public async Task A_page_may_read_that_the_daemon_stops()
    {
        await using var stopping = new Api();
        await stopping.InitializeAsync();
        stopping.Running.App.Services.GetRequiredService<ClientRegistry>().Lock();

        HttpResponseMessage answer = await stopping.SendAsync(
            "POST",
            "/v1/play?rate=48000",
            [("Origin", Allowed)],
            "01"
        );

        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        Header(answer, "Access-Control-Allow-Origin").Should().Be(Allowed);
        Header(answer, "Retry-After").Should().Be("5");
    }

    private Task<HttpResponseMessage> PreflightAsync(string path, string origin, bool isPrivate = true) =>
        api.SendAsync(
            "OPTIONS",
            path,
            [
                ("Origin", origin),
                ("Access-Control-Request-Method", "PATCH"),
                ("Access-Control-Request-Headers", "content-type"),
                .. isPrivate ? [("Access-Control-Request-Private-Network", "true")] : ((string, string)[])[],
            ]
        );

    private Task<HttpResponseMessage> AskAsync(string method, string path, string? origin, string? body = null) =>
        api.SendAsync(method, path, origin is null ? [] : [("Origin", origin)], body);

    private static bool IsOpen(string path) =>
        Open.Any(open => path == open || path.StartsWith(open + "/", StringComparison.Ordinal));

    private static bool IsCors(string name) => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> NamesOf(HttpResponseMessage answer) => answer.Headers.Select(h => h.Key);

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(",", values) : null;

    /// <summary>A daemon that lets one page in.</summary>
    public sealed class Api : IAsyncLifetime
    {
        private readonly HttpClient _http = new();

        internal RunningApi Running { get; } = new([Allowed]);

        public async ValueTask InitializeAsync()
        {
            await Running.InitializeAsync();
            _http.BaseAddress = new UriBuilder("http", "127.0.0.1", Running.Port).Uri;
        }

        public ValueTask DisposeAsync()
        {
            _http.Dispose();
            return Running.DisposeAsync();
        }

        internal async Task<HttpResponseMessage> SendAsync(
            string method,
            string path,
            (string Name, string Value)[] headers,
            string? body = null
        )
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            foreach ((string name, string value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            if (body is not null)
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            return await _http.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }
}
