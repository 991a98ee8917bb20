using System.Text.Json;
using Audio.Testing.Daemon;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.ProtocolV3;

/// <summary>The section "HTTP".</summary>
public sealed class HttpTests : IAsyncLifetime
{
    private DaemonProcess _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = await DaemonProcess.StartAsync(new DaemonSetup());

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task Health_counts_clients_and_sessions()
    {
        await AssertHealthAsync(clients: 0, sessions: 0);

        await using V3Client first = await V3Client.ConnectAsync(_daemon);
        await using V3Client second = await V3Client.ConnectAsync(_daemon);
        await AssertHealthAsync(clients: 2, sessions: 0);

        await first.StartAsync(24_000, 1, 16);
        await AssertHealthAsync(clients: 2, sessions: 1);

        await first.StopAsync();
        await AssertHealthAsync(clients: 2, sessions: 0);

        await first.DisconnectAsync();
        await _daemon.GoneAsync(first.Id);
        await AssertHealthAsync(clients: 1, sessions: 0);
    }

    [Fact]
    public async Task Status_names_clients_and_sessions()
    {
        await using V3Client named = await V3Client.ConnectAsync(
            _daemon,
            new RawHandshake { UserAgent = "MyExtension/1.2 (test)" }
        );
        await using V3Client nameless = await V3Client.ConnectAsync(_daemon);
        await nameless.StartAsync(24_000, 1, 16);

        RawResponse response = await RawHttp.GetAsync(_daemon.Port, "/status");

        response.Status.Should().Be(200);
        response.Headers["Content-Type"].Should().StartWith("application/json");
        JsonElement status = Json.Parse(response.Body);
        status.GetProperty("daemon").GetString().Should().Be("persistent-audio-daemon");
        status.GetProperty("version").GetString().Should().MatchRegex(@"^\d+\.\d+\.\d+");
        status.GetProperty("port").GetInt32().Should().Be(_daemon.Port);
        status.GetProperty("uptime").GetInt64().Should().BeGreaterThanOrEqualTo(0);
        status.GetProperty("timestamp").ShouldBe("\"<now>\"");
        status.GetProperty("clients").EnumerateArray().Should().HaveCount(2);
        status
            .GetProperty("clients")[0]
            .ShouldBe(
                """{"id":"client_1","connectedAt":"<now>","lastActivity":"<now>","userAgent":"MyExtension/1.2 """
                    + """(test)"}"""
            );
        status
            .GetProperty("clients")[1]
            .ShouldBe("""{"id":"client_2","connectedAt":"<now>","lastActivity":"<now>","userAgent":"unknown"}""");
        status.GetProperty("sessions").GetRawText().Should().Be("""["client_2"]""");
    }

    [Fact]
    public async Task Uptime_counts_from_the_start_and_not_from_the_first_question()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);
        long start = TimeProvider.System.GetTimestamp();
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, TestContext.Current.CancellationToken);

        (await _daemon.HealthAsync())
            .GetProperty("uptime")
            .GetInt64()
            .Should()
            .BeGreaterThanOrEqualTo((long)TimeProvider.System.GetElapsedTime(start).TotalMilliseconds - 50)
            .And.BeGreaterThan(250);
    }

    [Fact]
    public async Task A_session_that_ended_before_anybody_asked_is_remembered()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);
        await client.StartAsync(8_000, 1, 8);
        await client.StopAsync();
        await _daemon.Output.WaitForAsync("Session client_1-1 ended", TimeSpan.FromSeconds(60));

        (await _daemon.EndedAsync(1)).Single().GetProperty("id").GetString().Should().Be("client_1-1");
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/health/more")]
    [InlineData("/status.json")]
    [InlineData("/%2e%2e/etc/passwd")]
    public async Task An_unknown_path_is_404_in_plain_text(string path)
    {
        RawResponse response = await RawHttp.GetAsync(_daemon.Port, path);

        response.Status.Should().Be(404);
        response.Headers["Content-Type"].Should().StartWith("text/plain");
        response.Body.Should().Be("Not Found");
    }

    private async Task AssertHealthAsync(int clients, int sessions)
    {
        RawResponse response = await RawHttp.GetAsync(_daemon.Port, "/health");

        response.Status.Should().Be(200);
        response.Headers["Content-Type"].Should().StartWith("application/json");
        string version = response.Headers["X-Daemon-Version"];
        version.Should().MatchRegex(@"^\d+\.\d+\.\d+");
        Json.Parse(response.Body)
            .ShouldBe(
                $$$"""{"status":"healthy","uptime":"<count>","clients":{{{clients}}},"sessions":"""
                    + $$$"""{{{sessions}}},"timestamp":"<now>","version":"{{{version}}}","audible":null,"inaudible":"""
                    + """{"reason":"null_sink","message":"It goes to the null sink, as asked for, and is heard """
                    + """nowhere."}}"""
            );
    }
}
