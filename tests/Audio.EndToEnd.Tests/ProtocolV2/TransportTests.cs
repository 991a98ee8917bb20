using System.Text.Json;
using Audio.Testing.Daemon;
using Audio.Testing.Sockets;
using static Audio.EndToEnd.Tests.ProtocolV2.V2Client;

namespace Audio.EndToEnd.Tests.ProtocolV2;

/// <summary>What version 2 takes that version 3 does not know: paths, methods, and the first seconds.</summary>
public sealed class TransportTests(NullDaemon fixture) : IClassFixture<NullDaemon>
{
    private readonly DaemonProcess _daemon = fixture.Daemon;

    [Theory]
    [InlineData("/")]
    [InlineData("/ws")]
    [InlineData("/audio/daemon?client=1")]
    [InlineData("/health/more")]
    public async Task A_WebSocket_is_taken_on_any_path(string path)
    {
        await using V2Client client = await V2Client.ConnectAsync(_daemon, new RawHandshake { Path = path });

        await client.SayAsync("""{"type":"heartbeat"}""");

        (await client.NextAsync("heartbeat")).GetProperty("data").GetProperty("status").GetString().Should().Be("ok");
    }

    [Theory]
    [InlineData("/health", 200)]
    [InlineData("/status", 200)]
    [InlineData("/docs/", 200)]
    [InlineData("/v1/sessions", 200)]
    [InlineData("/v1/play", 405)]
    [InlineData("/v1/nothing", 404)]
    public async Task But_not_where_the_path_means_something_else(string path, int status) =>
        (await StatusOfAsync(new RawHandshake { Path = path })).Should().Be(status);

    [Fact]
    public async Task A_page_of_a_foreign_origin_is_refused_on_any_path() =>
        (await StatusOfAsync(new RawHandshake { Path = "/ws", Origin = "https://evil.example" })).Should().Be(403);

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PROPFIND")]
    public async Task Health_is_answered_by_any_method(string method)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(
            new HttpMethod(method),
            new Uri($"http://127.0.0.1:{_daemon.Port}/health")
        );

        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).Should().Be(200);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        response.Headers.GetValues("X-Daemon-Version").Should().ContainSingle();
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (method == "HEAD")
        {
            body.Should().BeEmpty();
            return;
        }

        JsonElement health = Json.Parse(body);
        health.GetProperty("status").GetString().Should().Be("healthy");
        health.GetProperty("version").GetString().Should().Be(response.Headers.GetValues("X-Daemon-Version").Single());
        health.GetProperty("uptime").GetDouble().Should().BeGreaterThanOrEqualTo(0);
        health.GetProperty("clients").GetInt32().Should().BeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task A_silent_client_is_greeted_and_all_answers_have_their_parts()
    {
        await using V2Client client = await V2Client.ConnectAsync(_daemon);

        JsonElement greeting = await client.GreetingAsync();
        greeting.GetProperty("data").GetProperty("state").GetString().Should().Be("idle");

        await client.SayAsync(
            """{"type":"heartbeat","timestamp":1}""",
            """{"type":"timing_analysis","timestamp":1}""",
            """{"type":"status","timestamp":1}""",
            """{"type":"end_stream","timestamp":1}"""
        );
        (await client.NextAsync("heartbeat")).GetProperty("data").GetProperty("status").GetString().Should().Be("ok");
        JsonElement analysis = (await client.NextAsync("timing_analysis")).GetProperty("data");
        analysis.EnumerateObject().Select(p => p.Name).Should().Contain(["basic", "chunkAnalysis", "playbackAnalysis"]);
        (await client.NextAsync("status"))
            .GetProperty("data")
            .GetProperty("performance")
            .GetProperty("stats")
            .ValueKind.Should()
            .Be(JsonValueKind.Object);
        (await client.NextAsync("completed"))
            .GetProperty("data")
            .GetProperty("state")
            .GetString()
            .Should()
            .Be("completed");
    }

    /// <summary>Some clients send base64, with a format that means nothing, and end by a type.</summary>
    [Fact]
    public async Task Base64_is_heard_and_completed()
    {
        byte[] sound = new byte[9_600];
        new Random(1).NextBytes(sound);
        await using V2Client client = await V2Client.ConnectAsync(_daemon);

        await client.SayAsync(
            Control("play"),
            $$$"""{"type":"audio_chunk","data":{"chunk":"{{{Convert.ToBase64String(
                sound
            )}}}","format":{"format":"pcm","sampleRate":24000,"channels":1,"bitDepth":16},"sequence":0}}""",
            """{"type":"end_stream","data":{}}"""
        );

        JsonElement completed = await client.WaitAsync();
        Json.Type(completed).Should().Be("completed");
        completed.GetProperty("data").GetProperty("audioPosition").GetInt32().Should().Be(sound.Length);
    }

    private async Task<int> StatusOfAsync(RawHandshake handshake)
    {
        Func<Task<RawWebSocket>> connecting = () => _daemon.ConnectAsync(handshake);
        return (await connecting.Should().ThrowAsync<HandshakeRefusedException>()).Which.Response.Status;
    }
}
