using System.Text.Json;
using Audio.Core.Mixing;
using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Protocol.Etiquette;

namespace Audio.Host.Tests.Http;

/// <summary>/v1/buses and /v1/explain over a real socket.</summary>
public sealed class BusesEndpointTests(RunningApi api) : IClassFixture<RunningApi>
{
    [Fact]
    public async Task There_is_one_for_each_priority_and_the_master()
    {
        (int status, _, string body) = await api.AskAsync("GET", "/v1/buses");

        status.Should().Be(200, body);
        Parse(body)
            .GetProperty("buses")
            .EnumerateArray()
            .Select(bus => bus.GetProperty("name").GetString())
            .Should()
            .Equal("media", "notification", "speech", "alert", "master");
    }

    [Fact]
    public async Task A_change_is_what_the_engine_has_and_what_is_left_out_stays()
    {
        AudioBus bus = api.Engine.Buses[(int)SessionPriority.Notification];

        (await api.AskAsync("PATCH", "/v1/buses/notification", """{"volume":0.3,"muted":true}""", "application/json"))
            .Body.Should()
            .Be("""{"name":"notification","volume":0.3,"muted":true,"duckingDb":0}""");
        (bus.Volume, bus.IsMuted).Should().Be((0.3f, true));
        (await api.AskAsync("PATCH", "/v1/buses/Notification", """{"muted":false}"""))
            .Body.Should()
            .Be("""{"name":"notification","volume":0.3,"muted":false,"duckingDb":0}""");
        (await api.AskAsync("GET", "/v1/buses/notification"))
            .Body.Should()
            .Be("""{"name":"notification","volume":0.3,"muted":false,"duckingDb":0}""");
    }

    [Theory]
    [InlineData("""{"volume":4.1}""", "The volume is a number from 0 to 4; it is 4.1.")]
    [InlineData(
        """{"paused":true}""",
        """A bus has no paused that can be set. Send {"volume":0.5}, {"muted":true} or both."""
    )]
    [InlineData("{}", """The body changes nothing. Send {"volume":0.5}, {"muted":true} or both.""")]
    [InlineData("""{"muted":1}""", "muted is true or false; it is 1.")]
    public async Task A_change_that_cannot_be_used_is_refused(string body, string detail) =>
        (await api.ProblemAsync(400, "/problems/invalid-body", "PATCH", "/v1/buses/media", body))
            .GetProperty("detail")
            .GetString()
            .Should()
            .Be(detail);

    [Theory]
    [InlineData("GET"), InlineData("PATCH")]
    public async Task An_unknown_bus_is_404(string method) =>
        (
            await api.ProblemAsync(
                404,
                "/problems/no-such-bus",
                method,
                "/v1/buses/music",
                method == "PATCH" ? """{"volume":1}""" : null
            )
        )
            .GetProperty("detail")
            .GetString()
            .Should()
            .Be("No bus is named music; there are media, notification, speech, alert, master.");

    [Fact]
    public async Task Explain_says_what_would_happen_and_plays_nothing()
    {
        var etiquette = new SessionEtiquette { Channel = "explained", Priority = SessionPriority.Speech };
        AudioSession there = api.Engine.OpenSession(
            new SessionOptions
            {
                Format = AudioFormat.Pcm16(48_000, 1),
                Id = "there",
                Etiquette = etiquette,
            }
        );
        await there.WriteAsync(new byte[960_000], TestContext.Current.CancellationToken);

        JsonElement waits = await ExplainAsync("?channel=explained&overlap=queue&volume=0.5");
        (
            Word(waits, "admission"),
            Names(waits, "ahead"),
            Names(waits, "replaces"),
            waits.GetProperty("gainDb").GetDouble()
        )
            .Should()
            .BeEquivalentTo(("wait", new[] { "there" }, Array.Empty<string>(), -6.02));
        waits
            .GetProperty("bus")
            .GetRawText()
            .Should()
            .Be("""{"name":"speech","volume":1,"muted":false,"duckingDb":0}""");
        JsonElement replaces = await ExplainAsync("?channel=explained&overlap=replace&priority=alert");
        (Word(replaces, "admission"), Names(replaces, "replaces")).Should().BeEquivalentTo(("play", new[] { "there" }));
        Names(await ExplainAsync("?channel=explained&overlap=replace&resumeInterrupted=true"), "interrupts")
            .Should()
            .Equal("there");
        Word(await ExplainAsync("?channel=explained&overlap=drop&rate=48000&wait=false"), "admission")
            .Should()
            .Be("drop");
        (await ExplainAsync("?volume=0")).GetProperty("gainDb").ValueKind.Should().Be(JsonValueKind.Null);
        await api.ProblemAsync(409, "/problems/name-taken", "POST", "/v1/explain?id=there");
        await api.ProblemAsync(400, "/problems/invalid-parameter", "POST", "/v1/explain?overlap=queue");

        there.State.Should().NotBe(SessionState.Ended);
        there.Cancel();
        await there.Completion;
    }

    private async Task<JsonElement> ExplainAsync(string query)
    {
        (int status, _, string body) = await api.AskAsync("POST", $"/v1/explain{query}");
        status.Should().Be(200, body);
        return Parse(body);
    }

    private static string? Word(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static string[] Names(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(id => id.GetString()!)];

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
