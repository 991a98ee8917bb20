using System.Text;
using Audio.Testing.Signals;
using Audio.Testing.Sockets;
using static Audio.EndToEnd.Tests.ProtocolV2.V2Client;

namespace Audio.EndToEnd.Tests.ProtocolV2;

/// <summary>
/// What a version 2 client should not say: nothing of its sound is lost, and nobody else is disturbed.
/// </summary>
public sealed class OddMessageTests(WavDaemonFixture fixture) : IClassFixture<WavDaemonFixture>
{
    private const int Rate = 48_000;
    private const long MiB = 1024 * 1024;

    private readonly WavDaemon _daemon = fixture.Daemon;
    private readonly long _since = fixture.Daemon.FileLength;

    [Theory]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":{"0":300}}}""")]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":{"0":-1}}}""")]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":{"0":1,"1":"x"}}}""")]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":{"0":1,"2":2,"1000000":3}}}""")]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":null}}""")]
    [InlineData("""{"type":"audio_chunk","data":{}}""")]
    [InlineData("""{"type":"audio_chunk"}""")]
    [InlineData("""{"type":"control","data":{}}""")]
    [InlineData("""{"type":"flow_control","data":{"pause":true}}""")]
    [InlineData("""{"type":"unheard_of"}""")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("nonsense")]
    [InlineData("""{"type":"ping","timestamp":1}""")]
    [InlineData("""{"type":"get_status"}""")]
    [InlineData("""{"type":"stop_session"}""")]
    [InlineData("""{"type":"audio_chunk","chunk":"AQIDBA==","encoding":"base64"}""")]
    [InlineData("""{"type":"start_session","audioFormat":{"sampleRate":8000,"channels":1,"bitDepth":8}}""")]
    public async Task It_is_not_answered_and_the_sound_around_it_is_heard_whole(string message)
    {
        short[] sound = Loud(Rate / 5, seed: 1);
        byte[] bytes = File(sound);
        await using V2Client client = await V2Client.ConnectAsync(_daemon.Process);

        await client.SayAsync(
            Control("play"),
            Chunk(bytes.AsSpan(0, 9_601)),
            message,
            message,
            Chunk(bytes.AsSpan(9_601))
        );
        await client.SayAsync(Control("end_stream"));

        Json.Type(await client.WaitAsync()).Should().Be("completed");
        client.Received.Select(Json.Type).Should().Equal("status", "status", "completed");
        await ShouldBeHeardAsync(client.Id, sound);
    }

    [Fact]
    public async Task Both_versions_in_one_packet_are_the_version_of_the_first()
    {
        const string V3Start =
            """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":48000,"channels":1,"bitDepth":16}}""";
        short[] second = Loud(Rate / 10, seed: 2);
        short[] third = Loud(Rate / 10, seed: 3);
        await using V2Client v2 = await V2Client.ConnectAsync(_daemon.Process);
        await v2.SayAsync(
            Control("play"),
            V3Start,
            V3Client.Chunk(Pcm.Bytes(third)),
            Chunk(File(second)),
            """{"type":"ping"}""",
            Control("end_stream")
        );
        Json.Type(await v2.WaitAsync()).Should().Be("completed");
        v2.Received.Select(Json.Type).Should().Equal("status", "status", "completed");

        await using V3Client v3 = await V3Client.ConnectAsync(_daemon.Process);
        string[] messages =
        [
            V3Start,
            Control("stop"),
            V3Client.Chunk(Pcm.Bytes(third)),
            Control("end_stream"),
            """{"type":"stop_session"}""",
        ];
        await v3.Socket.SendBytesAsync(
            (byte[])[.. messages.SelectMany(text => RawWebSocket.Encode(RawOpCode.Text, Encoding.UTF8.GetBytes(text)))]
        );
        Json.Type(await v3.ReceiveAsync()).Should().Be("session_started");
        (await v3.ReceiveAsync()).GetProperty("error").GetString().Should().Be("Unknown message type");
        (await v3.ReceiveAsync()).GetProperty("error").GetString().Should().Be("Unknown message type");
        Json.Type(await v3.ReceiveAsync()).Should().Be("session_stopped");

        await ShouldBeHeardAsync(v3.Id, [.. second, .. third]);
    }

    [Fact]
    public async Task A_chunk_of_ten_million_keys_takes_no_memory_and_disturbs_nobody()
    {
        byte[] mine = File(Loud(Rate / 2, seed: 4));
        short[] others = Loud(2 * Rate, seed: 5);
        await using V2Client client = await V2Client.ConnectAsync(_daemon.Process);
        await client.SayAsync(Control("play"), Chunk(mine), Control("end_stream"));
        Json.Type(await client.WaitAsync()).Should().Be("completed"); // so that everything is compiled
        long since = _daemon.FileLength;
        await using V3Client other = await V3Client.ConnectAsync(_daemon.Process);
        await other.StartAsync(Rate, 1, 16);
        await other.SendAllAsync(Pcm.Bytes(others));
        await other.StopAsync();
        long before = _daemon.Process.ResidentBytes;

        foreach (string pair in (string[])["\"0\":0,", "\"7\":300,"])
        {
            byte[] message = Encoding.ASCII.GetBytes(
                "{\"type\":\"audio_chunk\",\"data\":{\"chunk\":{"
                    + string.Concat(Enumerable.Repeat(pair, 10_000_000))
                    + "\"1\":1}}}"
            );
            await client.Socket.SendBytesAsync(RawWebSocket.Encode(RawOpCode.Text, message));
        }
        await client.SayAsync("""{"type":"heartbeat"}""");

        await client.NextAsync("heartbeat");
        client.Received.Count(m => Json.Type(m) == "status").Should().Be(2, "those of the sound before");
        (_daemon.Process.PeakResidentBytes - before).Should().BeLessThan(16 * MiB);
        await ShouldBeHeardAsync(other.Id, others, since);
    }

    /// <summary>Sound with a header that says its rate.</summary>
    private static byte[] File(short[] sound) =>
        [.. WaveFile.FromInt16([], Rate, 1).Header(2 * sound.Length), .. Pcm.Bytes(sound)];

    private async Task ShouldBeHeardAsync(string client, short[] sound, long? since = null)
    {
        Mix mix = await _daemon.HeardAsync(client, since ?? _since);
        short[] heard = [.. Signal.Channel<short>(mix.Samples, 0).Where(sample => sample != 0)];
        heard.Should().Equal(sound);
    }
}
