using System.Text.Json;
using Audio.EndToEnd.Tests.ProtocolV4;

namespace Audio.EndToEnd.Tests.Etiquette;

/// <summary>Two clients that share channels of the real daemon.</summary>
public sealed class CompanyTests(NullDaemon daemon) : IClassFixture<NullDaemon>
{
    private static readonly byte[] Long = new byte[2_784_000]; // 29 s: longer than any suspension of the machine
    private static readonly byte[] Short = new byte[9_600];

    [Fact]
    public async Task One_waits_and_plays_when_the_other_is_over()
    {
        await using V4Client one = await V4Client.ConnectAsync(daemon.Daemon);
        await using V4Client two = await V4Client.ConnectAsync(daemon.Daemon);
        uint first = await StartAsync(one, "q-first", "\"channel\":\"q\"");
        await one.SendAllAsync(first, Long, frameBytes: 96_000);

        uint second = await StartAsync(two, "q-second", "\"channel\":\"q\",\"overlap\":\"queue\"");
        (await two.ExpectAsync("session_queued")).ShouldBe(
            """{"type":"session_queued","sessionId":"q-second","channel":"q","position":2,"timestamp":"""
                + $"\"{Json.Now}\"}}"
        );
        await two.SendAllAsync(second, Short);
        await StartAsync(two, "q-third", "\"channel\":\"q\",\"overlap\":\"drop\"");
        (await two.ExpectAsync("session_ended")).ShouldBe(Ended("q-third", "dropped"));

        // its reply and the end may come in either order
        await one.Socket.SendTextAsync("""{"type":"cancel_session","sessionId":"q-first"}""");
        (await one.ExpectAsync("session_ended")).GetProperty("reason").GetString().Should().Be("cancelled");
        (await two.ExpectAsync("playing")).GetProperty("sessionId").GetString().Should().Be("q-second");
        JsonElement ended = await two.ExpectAsync("session_ended");
        (ended.GetProperty("reason").GetString(), ended.GetProperty("framesPlayed").GetInt64())
            .Should()
            .Be(("completed", 4_800L));
    }

    [Fact]
    public async Task One_takes_the_place_of_the_other_for_a_while_and_then_for_good()
    {
        await using V4Client one = await V4Client.ConnectAsync(daemon.Daemon);
        await using V4Client two = await V4Client.ConnectAsync(daemon.Daemon);
        uint first = await StartAsync(one, "r-first", "\"channel\":\"r\"");
        await one.SendAllAsync(first, Long, frameBytes: 96_000);
        await one.ExpectAsync("playing");

        uint second = await StartAsync(
            two,
            "r-second",
            "\"channel\":\"r\",\"overlap\":\"replace\",\"resumeInterrupted\":true"
        );
        (await one.ExpectAsync("session_queued")).ShouldBe(
            """{"type":"session_queued","sessionId":"r-first","channel":"r","position":"""
                + $$"""1,"timestamp":"{{Json.Now}}","interruptedBy":"r-second"}"""
        );
        await two.SendAllAsync(second, Short);
        (await two.ExpectAsync("session_ended")).GetProperty("reason").GetString().Should().Be("completed");
        (await one.ExpectAsync("playback_resumed")).GetProperty("sessionId").GetString().Should().Be("r-first");
        await StartAsync(two, "r-third", "\"channel\":\"r\",\"overlap\":\"replace\"");

        (await one.ExpectAsync("session_ended")).GetProperty("reason").GetString().Should().Be("replaced");
    }

    private static async Task<uint> StartAsync(V4Client client, string id, string etiquette) =>
        (
            await client.AskAsync(
                $$"""{"type":"start_session","sessionId":"{{id}}","audioFormat":{"sampleRate":"""
                    + $$"""48000,"channels":1,"encoding":"pcm_s16le"},{{etiquette}}}""",
                "session_started"
            )
        )
            .GetProperty("handle")
            .GetUInt32();

    private static string Ended(string id, string reason) =>
        $$$"""
            {"type":"session_ended","sessionId":"{{{id}}}","reason":"{{{reason}}}",
            "framesPlayed":0,"framesReceived":0,"bytesReceived":0,"underruns":0,"ttfaMs":null,
            "timestamp":"{{{Json.Now}}}",
            "inaudible":{"reason":"null_sink",
            "message":"It goes to the null sink, as asked for, and is heard nowhere."}}
            """;
}
