using System.Text.Json;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.Sound;

/// <summary>What is sent at the mix rate comes out sample for sample, by the WAV sink.</summary>
public sealed class WavSinkTests
{
    [Fact]
    public async Task Stereo_48_kHz_16_bit_comes_out_sample_for_sample()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        short[] sound = Stereo(seconds: 3);

        await PlayAsDocumentedAsync(daemon, sound, channels: 2);

        (await daemon.StopAsync()).ShouldSoundAs(sound);
    }

    [Fact]
    public async Task Mono_48_kHz_16_bit_comes_out_sample_for_sample_on_both_sides()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        short[] sound = Pcm.ToInt16(Signal.SpeechLike(48_000, 3 * 48_000, seed: 3));

        await PlayAsDocumentedAsync(daemon, sound, channels: 1);

        (await daemon.StopAsync()).ShouldSoundAs(Signal.Interleave(sound, sound));
    }

    [Fact]
    public async Task Full_scale_is_not_limited_where_one_client_plays_alone()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        short[] mono = [.. Enumerable.Range(0, 48_000).Select(n => n % 100 < 50 ? short.MaxValue : short.MinValue)];

        await PlayAsDocumentedAsync(daemon, mono, channels: 1);

        (await daemon.StopAsync()).ShouldSoundAs(Signal.Interleave(mono, mono));
    }

    [Fact]
    public async Task The_documented_use_is_heard_to_its_last_sample_also_past_what_a_session_may_hold()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync("--max-buffered", "500ms");
        short[] sound = Stereo(seconds: 3);

        await PlayAsDocumentedAsync(daemon, sound, channels: 2);

        JsonElement ended = (await daemon.Process.EndedAsync(1)).Single();
        ended.GetProperty("reason").GetString().Should().Be("completed");
        ended.GetProperty("framesPlayed").GetInt64().Should().Be(sound.Length / 2);
        ended.GetProperty("underruns").GetInt32().Should().Be(0);
        (await daemon.StopAsync()).ShouldSoundAs(sound);
    }

    [Fact]
    public async Task One_after_the_other_on_one_connection_are_both_heard_whole()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        short[] first = Stereo(seconds: 1);
        short[] second = Pcm.ToInt16(Signal.Noise(48_000, seed: 6));
        await using V3Client client = await V3Client.ConnectAsync(daemon.Process);

        foreach (short[] sound in new[] { first, second })
        {
            await client.StartAsync(48_000, 2, 16);
            await client.SendAllAsync(Pcm.Bytes(sound));
            await client.StopAsync();
            int wanted = sound == first ? 1 : 2;
            await daemon.Process.EndedAsync(wanted);
        }

        short[] recorded = await daemon.StopAsync();
        int start = recorded.AsSpan().IndexOf(second.AsSpan(0, 64));
        start.Should().BeGreaterThan(0);
        recorded[..start].ShouldSoundAs(first);
        recorded[start..].ShouldSoundAs(second);
    }

    /// <summary>Connect, start, send all chunks as fast as it can, stop, disconnect, exit: nothing waits for the sound.</summary>
    private static async Task PlayAsDocumentedAsync(WavDaemon daemon, short[] sound, int channels)
    {
        await using V3Client client = await V3Client.ConnectAsync(daemon.Process);
        await client.StartAsync(48_000, channels, 16);
        await client.SendAllAsync(Pcm.Bytes(sound));
        (await client.StopAsync()).GetProperty("bytesReceived").GetInt32().Should().Be(2 * sound.Length);
        await client.DisconnectAsync();
    }

    private static short[] Stereo(int seconds) =>
        Pcm.ToInt16(Signal.Interleave(Signal.SpeechLike(48_000, seconds * 48_000, seed: 1), Signal.Noise(seconds * 48_000, seed: 2)));
}
