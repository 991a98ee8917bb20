using System.Text.Json;
using Audio.Testing;
using Audio.Testing.Daemon;
using Audio.Testing.Pulse;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.Sound;

/// <summary>What the monitor of each sound server's null sink hears.</summary>
[Collection(QuietMachine.Name)]
public sealed class PulseMonitorTests
{
    /// <summary>
    /// Real-time playback also depends on the machine: if it is suspended for longer than the device's buffer, a gap is
    /// inevitable. A try with a gap is repeated, up to this many times, and each is noted as a warning. So a daemon
    /// that fails now and then shows up in the warnings, and one that always fails fails the test.
    /// </summary>
    private const int Tries = 5;

    private static readonly TimeSpan PlayLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public Task Stereo_48_kHz_has_no_gap_and_no_repeated_sample() => EachServer.RunAsync(PlayStereoAsync);

    [Theory]
    [InlineData("sweep")]
    [InlineData("speech")]
    public Task Mono_24_kHz_is_within_80_dB_of_sox_below_10_kHz(string signal) =>
        EachServer.RunAsync(kind => PlayMonoAsync(kind, signal));

    [Fact]
    public Task A_sound_server_that_is_killed_and_started_again_is_played_to_again() =>
        EachServer.RunAsync(PlayToTheNextAsync);

    private static async Task PlayStereoAsync(SoundServerKind kind)
    {
        short[] sound = Pcm.ToInt16(
            Signal.Interleave(Signal.SpeechLike(48_000, 4 * 48_000, seed: 1), Signal.Noise(4 * 48_000, seed: 2))
        );
        float[] sent = Pcm.ToFloat(sound);

        float[] heard = [];
        int lag = 0;
        Gap? gap = null;
        for (int tries = 0; tries == 0 || (gap is not null && tries < Tries); tries++)
        {
            Try.Note(tries);
            heard = await PlayAsync(kind, Pcm.Bytes(sound), 48_000, channels: 2);

            // Aligned by its first tenth of a second, so that a later gap does not shift the alignment.
            lag = Alignment.FindLag(
                Signal.Channel<float>(heard, 1),
                Signal.Channel<float>(sent.AsSpan(0, 2 * 4_800), 1)
            );
            lag.Should().BeGreaterThanOrEqualTo(0);
            gap = GapFinder.FindFirst(heard.AsSpan(2 * lag), sent, channels: 2);
        }

        gap.Should().BeNull();
        heard.AsSpan(0, 2 * lag).IndexOfAnyExcept(0f).Should().Be(-1, "nothing sounds before the first sample");
        heard.AsSpan(2 * lag + sent.Length).IndexOfAnyExcept(0f).Should().Be(-1, "nothing sounds after the last");
    }

    private static async Task PlayMonoAsync(SoundServerKind kind, string signal)
    {
        using var folder = new TempFolder();
        var file = WaveFile.FromInt16(
            Pcm.ToInt16(
                signal == "sweep"
                    ? Signal.Sweep(50, 11_000, 24_000, 4 * 24_000)
                    : Signal.SpeechLike(24_000, 4 * 24_000, seed: 5)
            ),
            24_000,
            channels: 1
        );
        float[] reference = (await Sox.ResampleAsync(file, 48_000, folder.Path)).Samples;

        double ratio = double.NegativeInfinity;
        for (int tries = 0; ratio < 80 && tries < Tries; tries++)
        {
            Try.Note(tries);
            float[] heard = await PlayAsync(kind, file.Data, 24_000, channels: 1);

            float[] left = Signal.Channel<float>(heard, 0);
            Signal.Channel<float>(heard, 1).Should().Equal(left, "mono sounds alike on both sides");
            ratio = SignalToError.DbBelow(Alignment.Cut(left, reference), reference, 48_000, below: 10_000);
        }

        ratio.Should().BeGreaterThanOrEqualTo(80);
    }

    private static async Task PlayToTheNextAsync(SoundServerKind kind)
    {
        await using SoundServer server = await SoundServer.StartAsync(kind);
        await using DaemonProcess daemon = await StartAsync(server);
        short[] sound = Pcm.ToInt16(Signal.Noise(7 * 48_000, seed: 7)); // a second for each try, and what lies between
        await using V3Client client = await V3Client.ConnectAsync(daemon);
        await using (PulseRecording before = await server.RecordAsync())
        {
            await client.StartAsync(48_000, 1, 16);
            await client.SendAllAsync(Pcm.Bytes(sound));
            await client.StopAsync();
            await before.WaitForSoundAsync(frames: 24_000, PlayLimit);
        }

        // Within 2 s it is heard again, complete, if the machine is not suspended meanwhile; so it may take more than
        // one try.
        TimeSpan away = TimeSpan.MaxValue;
        Gap? gap = null;
        for (int tries = 0; tries < Tries && (away >= TimeSpan.FromSeconds(2) || gap is not null); tries++)
        {
            Try.Note(tries);
            int said = daemon.Output.All.Count;
            await server.KillAsync();
            await daemon.Output.WaitForAsync(@"\[ERR\] Lost pulse", PlayLimit, after: said);
            await server.StartAgainAsync();
            long started = TimeProvider.System.GetTimestamp();
            await using PulseRecording after = await server.RecordAsync();
            await after.WaitForSoundAsync(frames: 480, PlayLimit);
            away = TimeProvider.System.GetElapsedTime(started);
            await after.WaitForSoundAsync(frames: 48_000, PlayLimit);
            gap = FirstGap(Pcm.ToFloat(sound), await after.StopAsync());
            await daemon.Output.WaitForAsync(@"\[INF\] pulse.* is back after", PlayLimit, after: said);
        }

        away.Should().BeLessThan(TimeSpan.FromSeconds(2));
        gap.Should().BeNull();
        await client.SettleAsync(); // it received nothing and had to do nothing
        JsonElement ended = (await daemon.EndedAsync(1, PlayLimit)).Single();
        ended.GetProperty("reason").GetString().Should().Be("completed");
    }

    /// <summary>Where the sound after the gap first differs from what was sent.</summary>
    private static Gap? FirstGap(float[] sent, float[] heard)
    {
        float[] left = Signal.Channel<float>(heard, 0);
        float[] sounding = left[Array.FindIndex(left, s => s != 0)..];
        int at = sent.AsSpan().IndexOf(sounding.AsSpan(100, 100)) - 100; // beyond the length of a fade-in
        if (at < 0)
            return new Gap(GapKind.Different, 100, 0);
        return GapFinder.FindFirst(sounding.AsSpan(100), sent.AsSpan(at + 100, 40_000), channels: 1);
    }

    /// <summary>Plays like the documented client, and returns what the monitor heard.</summary>
    private static async Task<float[]> PlayAsync(SoundServerKind kind, byte[] data, int rate, int channels)
    {
        await using SoundServer server = await SoundServer.StartAsync(kind);
        await using DaemonProcess daemon = await StartAsync(server);
        await using PulseRecording recording = await server.RecordAsync();
        await using V3Client client = await V3Client.ConnectAsync(daemon);
        await client.StartAsync(rate, channels, 16);
        await client.SendAllAsync(data);
        await client.StopAsync();
        await client.DisconnectAsync();

        JsonElement ended = (await daemon.EndedAsync(1, PlayLimit)).Single();
        ended.GetProperty("reason").GetString().Should().Be("completed");
        await recording.WaitForSilenceAsync(TimeSpan.FromMilliseconds(500), PlayLimit);
        return await recording.StopAsync();
    }

    /// <summary>
    /// The device buffers 200 ms, and a session's prefill is 300 ms: the test shows that nothing on the way loses or
    /// repeats a sample. The smallest latency at which a busy machine misses no period depends on the machine, and on
    /// whether it permits real-time priority.
    /// </summary>
    private static Task<DaemonProcess> StartAsync(SoundServer server) =>
        DaemonProcess.StartAsync(
            new DaemonSetup
            {
                Sink = "pulse",
                Environment = server.ClientEnvironment,
                Options = ["--latency", "200ms", "--prefill", "300ms"],
            }
        );
}
