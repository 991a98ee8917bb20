using System.Text.Json;
using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.ProtocolV3;

/// <summary>The table "Client to server": each message and its reply.</summary>
public sealed class MessageTests(NullDaemon fixture) : IClassFixture<NullDaemon>
{
    private readonly DaemonProcess _daemon = fixture.Daemon;

    [Fact]
    public async Task Ping_is_answered_with_pong_and_the_daemons_time()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        (await client.AskAsync("""{"type":"ping","timestamp":1}""")).ShouldBe(
            """{"type":"pong","timestamp":"<now>"}"""
        );
    }

    [Theory]
    [InlineData("pcm", 24_000, 1, 16, 2, 48_000)]
    [InlineData("pcm", 48_000, 2, 16, 2, 192_000)]
    [InlineData("wav", 44_100, 2, 24, 3, 264_600)]
    [InlineData("pcm", 8_000, 1, 8, 1, 8_000)]
    [InlineData("pcm", 16_000, 2, 32, 4, 128_000)]
    [InlineData("wav", 22_050, 1, 16, 2, 44_100)]
    [InlineData("pcm", 32_000, 1, 32, 4, 128_000)]
    public async Task Start_session_is_answered_with_the_format_and_what_follows_from_it(
        string format,
        int rate,
        int channels,
        int bits,
        int bytesPerSample,
        int bytesPerSecond
    )
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        (await client.AskAsync(V3Client.Start(rate, channels, bits, format))).ShouldBe(
            $$"""
            {"type":"session_started","clientId":"{{client.Id}}","timestamp":"<now>","audioFormat":
            {"format":"{{format}}","sampleRate":{{rate}},"channels":{{channels}},"bitDepth":{{bits}},
            "bytesPerSample":{{bytesPerSample}},"bytesPerSecond":{{bytesPerSecond}} } }
            """
        );
    }

    [Fact]
    public async Task A_second_start_session_replaces_the_first_and_is_answered_the_same_way()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);
        await client.StartAsync(24_000, 1, 16);
        await client.SendChunkAsync(new byte[100]);

        JsonElement started = await client.AskAsync(V3Client.Start(8_000, 2, 8));

        started.ShouldBe(
            $$"""
            {"type":"session_started","clientId":"{{client.Id}}","timestamp":"<now>","audioFormat":
            {"format":"pcm","sampleRate":8000,"channels":2,"bitDepth":8,"bytesPerSample":1,"bytesPerSecond":16000} }
            """
        );
        (await client.StopAsync()).ShouldBe(
            """{"bytesReceived":0,"chunksProcessed":0,"startTime":null,"endTime":"<now>"}"""
        );
    }

    [Fact]
    public async Task Audio_chunk_is_not_answered()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);
        await client.StartAsync(24_000, 1, 16);

        await client.SendChunkAsync(new byte[960]);

        await client.SettleAsync();
    }

    [Fact]
    public async Task Audio_chunk_without_a_session_is_not_answered_and_the_connection_stays_open()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        await client.SendChunkAsync(new byte[960]);

        await client.SettleAsync();
        (await client.AskAsync("""{"type":"get_status"}"""))
            .GetProperty("sessionActive")
            .GetBoolean()
            .Should()
            .BeFalse();
    }

    [Theory]
    [InlineData("""{"type":"audio_chunk","chunk":"AAECAwQ=","encoding":"base64","timestamp":1}""", 5)]
    [InlineData("""{"type":"audio_chunk","chunk":"AAECAwQ="}""", 5)]
    [InlineData("""{"type":"audio_chunk","chunk":"0001020304","encoding":"hex","timestamp":1}""", 5)]
    [InlineData("""{"type":"audio_chunk","chunk":"fFAabBcC","encoding":"hex"}""", 4)]
    [InlineData("""{"type":"audio_chunk","chunk":"","encoding":"base64"}""", 0)]
    public async Task A_chunk_is_base64_by_default_or_hex(string message, int bytes)
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);
        await client.StartAsync(24_000, 1, 16);

        await client.SendAsync(message);

        JsonElement stats = await client.StopAsync();
        stats.GetProperty("bytesReceived").GetInt32().Should().Be(bytes);
        stats.GetProperty("chunksProcessed").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Stop_session_is_answered_with_the_stats()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);
        await client.StartAsync(24_000, 1, 16);
        await client.SendChunkAsync(new byte[15]);

        (await client.AskAsync("""{"type":"stop_session"}""")).ShouldBe(
            $$"""
            {"type":"session_stopped","clientId":"{{client.Id}}","timestamp":"<now>","stats":
            {"bytesReceived":15,"chunksProcessed":1,"startTime":"<now>","endTime":"<now>"} }
            """
        );
    }

    [Fact]
    public async Task Stop_session_without_a_session_is_not_answered()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        await client.SendAsync("""{"type":"stop_session"}""");
        await client.SettleAsync();

        await client.StartAsync(24_000, 1, 16);
        await client.StopAsync();
        await client.SendAsync("""{"type":"stop_session"}""");
        await client.SettleAsync();
    }

    [Fact]
    public async Task Session_stopped_follows_at_once_however_long_what_was_sent_plays()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);
        await client.StartAsync(8_000, 1, 8);
        await client.SendAllAsync(new byte[20 * 8_000], chunkBytes: 40_000); // 20 s of sound

        await client.StopAsync();

        // The session reads the end of its stream after the answer.
        JsonElement status = await _daemon.WaitForAsync(s => Playing(s).GetProperty("state").GetString() == "draining");
        Playing(status)
            .GetProperty("bufferedMs")
            .GetDouble()
            .Should()
            .BeGreaterThan(1_000, "it has most of its 20 s before it");

        JsonElement Playing(JsonElement status) =>
            status
                .GetProperty("playback")
                .EnumerateArray()
                .Single(p => p.GetProperty("client").GetString() == client.Id);
    }

    [Fact]
    public async Task Get_status_without_a_session()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        (await client.AskAsync("""{"type":"get_status"}""")).ShouldBe(
            $$"""{"type":"status","clientId":"{{client.Id}}","connected":true,"sessionActive":"""
                + """false,"sessionStats":null,"timestamp":"<now>"}"""
        );
    }

    [Fact]
    public async Task Get_status_with_a_session_before_and_after_its_first_chunk()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);
        await client.StartAsync(24_000, 1, 16);

        (await client.AskAsync("""{"type":"get_status"}""")).ShouldBe(
            $$"""
            {"type":"status","clientId":"{{client.Id}}","connected":true,"sessionActive":true,
            "sessionStats":{"bytesReceived":0,"chunksProcessed":0,"startTime":null,"endTime":null},"timestamp":"<now>"}
            """
        );

        await client.SendChunkAsync(new byte[15]);
        await client.SendChunkAsync(new byte[17]);

        (await client.AskAsync("""{"type":"get_status"}""")).ShouldBe(
            $$"""
            {"type":"status","clientId":"{{client.Id}}","connected":true,"sessionActive":true,
            "sessionStats":{"bytesReceived":32,"chunksProcessed":2,"startTime":"<now>","endTime":null},
            "timestamp":"<now>"}
            """
        );
    }

    [Fact]
    public async Task Get_status_after_a_stop_knows_no_session()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);
        await client.StartAsync(24_000, 1, 16);
        await client.SendChunkAsync(new byte[48_000]);
        await client.StopAsync();

        (await client.AskAsync("""{"type":"get_status"}""")).ShouldBe(
            $$"""{"type":"status","clientId":"{{client.Id}}","connected":true,"sessionActive":"""
                + """false,"sessionStats":null,"timestamp":"<now>"}"""
        );
    }

    [Theory]
    [InlineData("""{"type":"dance"}""")]
    [InlineData("""{"type":"welcome"}""")]
    [InlineData("""{"type":"Ping"}""")]
    [InlineData("""{"type":null}""")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"type":{"type":"ping"}}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""[{"type":"ping"}]""")]
    [InlineData("""5""")]
    [InlineData("\"ping\"")]
    [InlineData("""true""")]
    [InlineData("""null""")]
    public async Task Anything_else_is_answered_with_Unknown_message_type(string message)
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        (await client.AskAsync(message)).ShouldBe(
            """{"type":"error","error":"Unknown message type","timestamp":"<now>"}"""
        );
        await client.SettleAsync();
    }

    [Fact]
    public async Task Fields_that_nobody_knows_are_no_fault()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        (await client.AskAsync("""{"extra":[1,{"a":null}],"type":"ping","timestamp":"soon"}""")).ShouldBe(
            """{"type":"pong","timestamp":"<now>"}"""
        );
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(4321)]
    public async Task The_client_closes_and_is_answered_with_its_own_code(int code)
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        (await client.Socket.CloseAsync(code, "Client disconnecting")).CloseCode.Should().Be(code);

        await client.Socket.WaitForEndAsync();
        await _daemon.GoneAsync(client.Id);
    }
}
