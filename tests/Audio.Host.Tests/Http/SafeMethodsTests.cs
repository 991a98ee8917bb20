using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Audio.Testing.Files;
using Audio.Testing.Schemas;

namespace Audio.Host.Tests.Http;

/// <summary>HEAD and OPTIONS are answered where GET is, on every route; and /schemas/v4.json.</summary>
public sealed class SafeMethodsTests(RunningApi api) : IClassFixture<RunningApi>
{
    private static readonly string[] Order = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    /// <summary>What differs from one answer to the next.</summary>
    private static readonly string[] Changing = ["Date", "Content-Length", "Transfer-Encoding"];

    [Fact]
    public void Every_kind_of_route_is_tried() =>
        AllRoutes
            .Of(api.App)
            .Select(route => route.Path)
            .Should()
            .Contain([
                "/",
                "/health",
                "/status",
                "/v1/play",
                "/v1/sessions",
                "/v1/sessions/no-such-session",
                "/v1/buses/media",
                "/openapi/v1.json",
                "/schemas/v4.json",
                "/docs/",
            ]);

    [Fact]
    public async Task HEAD_has_the_status_and_the_headers_of_GET_and_no_body()
    {
        foreach ((string path, IReadOnlyList<string> methods) in AllRoutes.Of(api.App))
        {
            (int status, HttpResponseMessage got, string body) = await api.AskAsync("GET", path);
            (int answered, HttpResponseMessage head, string nothing) = await api.AskAsync("HEAD", path);

            answered.Should().Be(status, path);
            nothing.Should().BeEmpty(path);
            Headers(head).Should().BeEquivalentTo(Headers(got), path);
            if (AllRoutes.Gets(methods))
                status.Should().BeOneOf([200, 404, 426], path); // no such session; no upgrade
            else
                status.Should().Be(405, path);
            if (head.Content.Headers.NonValidated.TryGetValues("Content-Length", out HeaderStringValues length))
                length.ToString().Should().Be($"{Encoding.UTF8.GetByteCount(body)}", path);
        }
    }

    [Fact]
    public async Task OPTIONS_tells_the_methods()
    {
        foreach ((string path, IReadOnlyList<string> methods) in AllRoutes.Of(api.App))
        {
            (int status, HttpResponseMessage response, string body) = await api.AskAsync("OPTIONS", path);

            status.Should().Be(204, path);
            body.Should().BeEmpty(path);
            IEnumerable<string> all = methods.DefaultIfEmpty("GET").Append("OPTIONS");
            response
                .Content.Headers.Allow.Should()
                .Equal(
                    (AllRoutes.Gets(methods) ? all.Append("HEAD") : all).OrderBy(m => Array.IndexOf(Order, m)),
                    path
                );
        }
    }

    [Fact]
    public async Task Another_method_is_405_under_v1_with_the_methods_that_OPTIONS_tells()
    {
        foreach (
            (string path, _) in AllRoutes.Of(api.App).Where(r => r.Path.StartsWith("/v1/", StringComparison.Ordinal))
        )
        {
            ICollection<string> allow = (await api.AskAsync("OPTIONS", path)).Response.Content.Headers.Allow;
            (int status, HttpResponseMessage response, _) = await api.AskAsync("TRACE", path);

            status.Should().Be(405, path);
            response.Content.Headers.Allow.Should().Equal(allow, path);
        }
    }

    [Theory]
    [InlineData("OPTIONS")]
    [InlineData("HEAD")]
    [InlineData("GET")]
    public async Task An_unknown_path_is_404_as_in_version_3(string method)
    {
        (int status, HttpResponseMessage response, string body) = await api.AskAsync(method, "/schemas/v5.json");

        status.Should().Be(404);
        response.Content.Headers.ContentType!.ToString().Should().Be("text/plain");
        response.Content.Headers.Allow.Should().BeEmpty();
        body.Should().Be(method == "HEAD" ? "" : "Not Found");
    }

    [Fact]
    public async Task The_schemas_of_version_4_are_served_as_they_are_in_the_repository()
    {
        (int status, HttpResponseMessage response, string json) = await api.AskAsync("GET", "/schemas/v4.json");

        status.Should().Be(200);
        response.Content.Headers.ContentType!.ToString().Should().Be("application/schema+json");
        json.Should().Be(RepositoryFiles.Read("docs", "schemas", "v4.json"));
        JsonElement document = JsonDocument.Parse(json).RootElement;
        document.GetProperty("$schema").GetString().Should().Be("https://json-schema.org/draft/2020-12/schema");
        document
            .GetProperty("oneOf")
            .EnumerateArray()
            .Select(one => one.GetProperty("$ref").GetString())
            .Should()
            .Equal(AsyncApiDocument.MessagesOf("V4").Select(message => "#/$defs/" + message));
    }

    [Fact]
    public async Task Who_has_the_schemas_is_told_so()
    {
        using var http = new HttpClient { BaseAddress = new UriBuilder("http", "127.0.0.1", api.Port).Uri };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/schemas/v4.json");
        request.Headers.IfNoneMatch.Add((await api.AskAsync("HEAD", "/schemas/v4.json")).Response.Headers.ETag!);

        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(HttpStatusCode.NotModified);
    }

    private static Dictionary<string, string> Headers(HttpResponseMessage response) =>
        response
            .Headers.Concat(response.Content.Headers)
            .Where(header => !Changing.Contains(header.Key))
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value));
}
