using System.Text.Json;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.ProtocolV3;

/// <summary>The bytes of a stream: where chunks may end, and the WAV header.</summary>
public sealed class StreamTests(WavDaemonFixture fixture) : IClassFixture<WavDaemonFixture>
{
    private readonly WavDaemon _daemon = fixture.Daemon;
    private readonly long _since = fixture.Daemon.FileLength;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(15)]
    [InlineData(961)]
    public async Task A_chunk_may_end_in_the_middle_of_a_sample(int chunkBytes)
    {
        short[] sound = Sound(frames: 2_400, seed: chunkBytes);
        await using V3Client client = await V3Client.ConnectAsync(_daemon.Process);
        await client.StartAsync(48_000, 2, 16);

        await client.SendAllAsync(Pcm.Bytes(sound), chunkBytes);

        (await client.StopAsync()).GetProperty("bytesReceived").GetInt32().Should().Be(2 * sound.Length);
        (await _daemon.HeardAsync(client.Id, _since)).ShouldSoundAs(sound);
    }

    [Fact]
    public async Task Fifteen_bytes_are_seven_samples_and_one_byte_that_waits()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon.Process);
        await client.StartAsync(48_000, 1, 16);
        short[] sound = [100, 200, 300, 400, 500, 600, 700, 0x1234];
        byte[] bytes = Pcm.Bytes(sound);

        await client.SendChunkAsync(bytes.AsSpan(0, 15));
        JsonElement before = (await client.AskAsync("""{"type":"get_status"}""")).GetProperty("sessionStats");
        await client.SendChunkAsync(bytes.AsSpan(15, 1));
        await client.StopAsync();

        before.GetProperty("bytesReceived").GetInt32().Should().Be(15);
        (await _daemon.HeardAsync(client.Id, _since)).ShouldSoundAs(Signal.Interleave(sound, sound));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(13)]
    [InlineData(43)]
    [InlineData(44)]
    [InlineData(45)]
    [InlineData(10_000)]
    public async Task A_RIFF_header_may_be_split_over_chunks_in_any_way(int chunkBytes)
    {
        short[] sound = Sound(frames: 2_400, seed: chunkBytes);
        var file = WaveFile.FromInt16(sound, 48_000, channels: 2);
        await using V3Client client = await V3Client.ConnectAsync(_daemon.Process);
        await client.StartAsync(48_000, 2, 16, "wav");

        await client.SendAllAsync((byte[])[.. file.Header(file.Data.Length), .. file.Data], chunkBytes);

        (await client.StopAsync()).GetProperty("bytesReceived").GetInt32().Should().Be(44 + file.Data.Length);
        (await _daemon.HeardAsync(client.Id, _since)).ShouldSoundAs(sound);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(0xFFFFFFFFL)]
    public async Task A_producer_that_streams_writes_sizes_of_zero_or_of_all_ones(long size)
    {
        short[] sound = Sound(frames: 4_800, seed: 9);
        var file = WaveFile.FromInt16(sound, 48_000, channels: 2);
        await using V3Client client = await V3Client.ConnectAsync(_daemon.Process);
        await client.StartAsync(48_000, 2, 16, "wav");

        await client.SendAllAsync((byte[])[.. file.Header(size), .. file.Data]);

        await client.StopAsync();
        (await _daemon.HeardAsync(client.Id, _since)).ShouldSoundAs(sound);
    }

    [Fact]
    public async Task Format_wav_without_a_header_is_played_as_it_was_declared()
    {
        short[] sound = Sound(frames: 4_800, seed: 10);
        await using V3Client client = await V3Client.ConnectAsync(_daemon.Process);
        await client.StartAsync(48_000, 2, 16, "wav"); // the first bytes may be a header, but need not be

        await client.SendAllAsync(Pcm.Bytes(sound));

        await client.StopAsync();
        (await _daemon.HeardAsync(client.Id, _since)).ShouldSoundAs(sound);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(32)]
    public async Task Eight_bit_is_unsigned_24_is_signed_and_32_is_float(int bits)
    {
        short[] mono = [.. Sound(frames: 1_200, seed: bits).Select(s => (short)(s & ~0xFF))]; // fits 8 bits
        byte[] bytes = bits switch
        {
            8 => [.. mono.Select(s => (byte)((s >> 8) + 128))],
            24 => [.. mono.SelectMany(s => new byte[] { 0, (byte)s, (byte)(s >> 8) })],
            _ => Pcm.Bytes(Pcm.ToFloat(mono)),
        };
        await using V3Client client = await V3Client.ConnectAsync(_daemon.Process);
        await client.StartAsync(48_000, 1, bits);

        await client.SendAllAsync(bytes);

        await client.StopAsync();
        (await _daemon.HeardAsync(client.Id, _since)).ShouldSoundAs(Signal.Interleave(mono, mono));
    }

    [Fact]
    public async Task A_hex_chunk_sounds_as_a_base64_chunk_does()
    {
        short[] sound = Sound(frames: 2_400, seed: 11);
        byte[] bytes = Pcm.Bytes(sound);
        await using V3Client client = await V3Client.ConnectAsync(_daemon.Process);
        await client.StartAsync(48_000, 2, 16);

        await client.SendAsync(
            $$"""{"type":"audio_chunk","chunk":"{{Convert.ToHexString(bytes.AsSpan(0, 5_001))}}","encoding":"hex"}"""
        );
        await client.SendAsync(
            $$"""{"type":"audio_chunk","chunk":"{{Convert.ToHexStringLower(bytes.AsSpan(5_001))}}","encoding":"hex"}"""
        );

        await client.StopAsync();
        (await _daemon.HeardAsync(client.Id, _since)).ShouldSoundAs(sound);
    }

    /// <summary>Stereo; the first and the last sample are not silent, so that both ends can be seen.</summary>
    private static short[] Sound(int frames, int seed)
    {
        short[] samples = Pcm.ToInt16(Signal.Noise(2 * frames, seed));
        (samples[0], samples[1], samples[^2], samples[^1]) = (9_984, -9_984, 9_984, -9_984);
        return samples;
    }
}
