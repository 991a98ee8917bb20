using System.Net;
using System.Text.Json;
using Audio.Host.Security;
using Audio.Host.Tests.Http;
using Microsoft.Extensions.Primitives;

namespace Audio.Host.Tests.Security;

/// <summary>Requests of web pages that carry no Origin: images, forms, and fetches that nobody reads.</summary>
public sealed class SiteRefusalTests(RunningApi api) : IClassFixture<RunningApi>
{
    private static readonly StringValues None = StringValues.Empty;

    [Theory]
    [InlineData("same-origin")]
    [InlineData("none")]
    public void The_daemons_own_pages_and_the_address_bar_come_in(string site) => Refusal(site, None).Should().BeNull();

    [Fact]
    public void Who_is_no_browser_comes_in() => Refusal(None, None).Should().BeNull();

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    [InlineData("")]
    [InlineData("None")]
    [InlineData("same-origin, cross-site")]
    public void Every_other_site_is_refused(string site) =>
        Refusal(site, None)
            .Should()
            .Be(
                $"Web pages of other sites may not use this daemon (Sec-Fetch-Site: '{site}'). "
                    + "To let one in, start it with --allow-origin ORIGIN (AUDIOD_ALLOWEDORIGINS)."
            );

    [Fact]
    public void A_header_that_is_there_twice_is_refused() =>
        Refusal(new StringValues(["none", "none"]), None).Should().NotBeNull();

    [Fact]
    public void An_origin_that_was_allowed_decides() => Refusal("cross-site", "https://example.org").Should().BeNull();

    [Theory]
    [InlineData("GET", "/v1/sessions")]
    [InlineData("POST", "/v1/play?rate=24000")]
    [InlineData("DELETE", "/v1/sessions/bell")]
    public async Task An_image_or_a_form_of_another_site_reaches_nothing_under_v1(string method, string path)
    {
        (int status, string body) = await AskAsync(method, path);

        status.Should().Be(403);
        JsonDocument.Parse(body).RootElement.GetProperty("type").GetString().Should().Be("/problems/forbidden");
    }

    [Theory]
    [InlineData("/health", 403)]
    [InlineData("/status", 403)]
    [InlineData("/", 426)] // the welcome page, which asks for a WebSocket
    [InlineData("/docs/", 200)]
    public async Task Other_sites_may_link_to_what_is_only_read(string path, int status) =>
        (await AskAsync("GET", path)).Status.Should().Be(status);

    private static string? Refusal(StringValues site, StringValues origin) =>
        new RequestGuard([], ["https://example.org"]).Refusal("localhost", origin, IPAddress.Loopback, 8081, site);

    private async Task<(int Status, string Body)> AskAsync(string method, string path)
    {
        using var http = new HttpClient { BaseAddress = new UriBuilder("http", "127.0.0.1", api.Port).Uri };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
    }
}
