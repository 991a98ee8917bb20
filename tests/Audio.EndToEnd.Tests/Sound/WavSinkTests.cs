using System.Text.Json;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.Sound;

/// <summary>What is sent at the mix rate comes out sample for sample, by the WAV sink.</summary>
[Collection(QuietMachine.Name)]
public sealed class WavSinkTests
{
    /// <summary>
    /// If the machine is suspended while a client sends, an underrun occurs and is counted; then the test tries again.
    /// Every try must be correct except for counted underruns. If none is without one, the test is skipped.
    /// </summary>
    private const int Tries = 6;

    [Fact]
    public Task Stereo_48_kHz_16_bit_comes_out_sample_for_sample()
    {
        short[] sound = Stereo(seconds: 2);
        return AssertHeardAsync(sound, channels: 2, expected: sound);
    }

    [Fact]
    public Task Mono_48_kHz_16_bit_comes_out_sample_for_sample_on_both_sides()
    {
        short[] sound = Pcm.ToInt16(Signal.SpeechLike(48_000, 2 * 48_000, seed: 3));
        return AssertHeardAsync(sound, channels: 1, expected: Signal.Interleave(sound, sound));
    }

    [Fact]
    public Task Full_scale_is_not_limited_where_one_client_plays_alone()
    {
        short[] mono = [.. Enumerable.Range(0, 48_000).Select(n => n % 100 < 50 ? short.MaxValue : short.MinValue)];
        return AssertHeardAsync(mono, channels: 1, expected: Signal.Interleave(mono, mono));
    }

    [Fact]
    public Task The_documented_use_is_heard_to_its_last_sample_also_past_what_a_session_may_hold()
    {
        short[] sound = Stereo(seconds: 3);
        return AssertHeardAsync(sound, channels: 2, expected: sound, "--max-buffered", "500ms");
    }

    [Fact]
    public async Task One_after_the_other_on_one_connection_are_both_heard_whole()
    {
        short[] first = Stereo(seconds: 1);
        short[] second = Pcm.ToInt16(Signal.Noise(48_000, seed: 6));
        await UntilNoUnderrunAsync(async () =>
        {
            await using WavDaemon daemon = await WavDaemon.StartAsync();
            await WarmUpAsync(daemon);
            await using V3Client client = await V3Client.ConnectAsync(daemon.Process);

            foreach (short[] sound in new[] { first, second })
            {
                await client.StartAsync(48_000, 2, 16);
                await client.SendAllAsync(Pcm.Bytes(sound));
                await client.StopAsync();
                await daemon.Process.EndedAsync(sound == first ? 2 : 3);
            }

            Mix mix = await daemon.StopAsync();
            // the first may have starved before its end
            mix.Samples.ShouldSoundAs([.. first, .. second], mix.Underruns + 1);
            return mix.Underruns;
        });
    }

    private static Task AssertHeardAsync(short[] sound, int channels, short[] expected, params string[] options) =>
        UntilNoUnderrunAsync(async () =>
        {
            await using WavDaemon daemon = await WavDaemon.StartAsync(options);
            await WarmUpAsync(daemon);

            await PlayAsDocumentedAsync(daemon, sound, channels);

            JsonElement ended = (await daemon.Process.EndedAsync(2))[^1];
            ended.GetProperty("reason").GetString().Should().Be("completed");
            ended.GetProperty("framesPlayed").GetInt64().Should().Be(sound.Length / channels);
            Mix mix = await daemon.StopAsync();
            mix.ShouldSoundAs(expected);
            return mix.Underruns;
        });

    /// <summary>
    /// Plays silence, which compiles the code of a session. Otherwise that happens between the first chunk, which is
    /// heard at once and lasts 25 ms, and the second.
    /// </summary>
    private static async Task WarmUpAsync(WavDaemon daemon)
    {
        await PlayAsDocumentedAsync(daemon, new short[2 * 4_800], channels: 2);
        await daemon.Process.EndedAsync(1);
    }

    private static async Task UntilNoUnderrunAsync(Func<Task<int>> play)
    {
        for (int tries = 1; await play() > 0; tries++)
        {
            Try.Note(tries);
            Assert.SkipWhen(tries == Tries, $"The machine made the client late in each of {Tries} tries.");
        }
    }

    /// <summary>
    /// Connects, starts, sends all chunks as fast as possible, stops and disconnects, without waiting for the sound.
    /// </summary>
    private static async Task PlayAsDocumentedAsync(WavDaemon daemon, short[] sound, int channels)
    {
        await using V3Client client = await V3Client.ConnectAsync(daemon.Process);
        await client.StartAsync(48_000, channels, 16);
        await client.SendAllAsync(Pcm.Bytes(sound));
        (await client.StopAsync()).GetProperty("bytesReceived").GetInt32().Should().Be(2 * sound.Length);
        await client.DisconnectAsync();
    }

    private static short[] Stereo(int seconds) =>
        Pcm.ToInt16(
            Signal.Interleave(
                Signal.SpeechLike(48_000, seconds * 48_000, seed: 1),
                Signal.Noise(seconds * 48_000, seed: 2)
            )
        );
}
