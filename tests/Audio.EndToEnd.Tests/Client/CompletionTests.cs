using Audio.Client;
using Audio.EndToEnd.Tests.Sound;
using Audio.Protocol;
using Audio.Testing;
using Audio.Testing.Daemon;
using Audio.Testing.Pulse;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.Client;

/// <summary>CompleteAsync returns when the last sample was heard.</summary>
[Collection(QuietMachine.Name)]
public sealed class CompletionTests
{
    private const int Runs = 100;

    /// <summary>
    /// How often a run is repeated: if the machine stalls for longer than the device's latency, the result means
    /// nothing.
    /// </summary>
    private const int Tries = 8;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// PipeWire's graph runs at the rate of its most demanding stream. A recorder that demands no more than the daemon
    /// causes no misses.
    /// </summary>
    private static readonly TimeSpan Recorder = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Sound that is not recorded this long after it was heard was lost on the way to the recorder.</summary>
    private static readonly TimeSpan Arrival = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(SoundServerKind.PulseAudio)]
    [InlineData(SoundServerKind.PipeWire)]
    public async Task It_returns_within_a_latency_and_a_period_of_the_last_sample_leaving_the_monitor(
        SoundServerKind kind
    )
    {
        await using SoundServer server = await SoundServer.StartAsync(kind);
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup
            {
                Sink = "pulse",
                Environment = server.ClientEnvironment,
                Options = ["--latency", "50ms"],
            }
        );
        await using PulseRecording recording = await server.RecordAsync(
            kind == SoundServerKind.PipeWire ? Recorder : null
        );
        await using AudioDaemonClient client = await AudioDaemonClient.ConnectAsync($"ws://127.0.0.1:{daemon.Port}");
        var random = new Random(3);
        for (int run = 0; run < Runs; run++)
        {
            int frames = run % 10 == 0 ? 0 : random.Next(1, 48 * 40);
            int odd = run % 3 == 0 ? 1 : 0;
            (string? fault, string? excuse) = await StolenTime.MeasureAsync(Tries, _ =>
                PlayAsync(client, recording, frames, odd)
            );
            if (excuse is not null)
                Assert.Skip(excuse);
            fault.Should().BeNull($"run {run} of {frames} frames");
        }
    }

    /// <returns>
    /// What is wrong: the call returned too early or too late after the last sample had reached the monitor's reader,
    /// or part of the sound never reached it.
    /// </returns>
    private static async Task<string?> PlayAsync(
        AudioDaemonClient client,
        PulseRecording recording,
        int frames,
        int oddBytes
    )
    {
        // The previous sound may still fade out, and a fade counts as sound, if its end came after its last sample.
        if (recording.SoundingFrames > 0)
            await recording.WaitForSilenceAsync(4 * Period, Limit);
        long heard = recording.SoundingFrames;
        await using PlaybackSession session = await client.StartSessionAsync(AudioFormat.Pcm16(48_000, 1));
        short[] sound = [.. Enumerable.Range(0, frames).Select(i => (short)(1_000 + i % 1_000))];
        await session.WriteAsync((byte[])[.. Pcm.Bytes(sound), .. new byte[oddBytes]]);
        PlaybackResult result = await session.CompleteAsync().WaitAsync(Limit, TimeProvider.System);
        long returned = TimeProvider.System.GetTimestamp();

        (result.Reason, result.FramesPlayed, result.BytesReceived)
            .Should()
            .Be((SessionEndReason.Completed, frames, 2 * frames + oddBytes));
        if (frames == 0)
            return null;
        try
        {
            await recording.WaitForSoundAsync(heard + frames, Arrival);
        }
        catch (TimeoutException)
        {
            return $"{recording.SoundingFrames - heard} frames of {frames} were recorded";
        }
        TimeSpan off = TimeProvider.System.GetElapsedTime(recording.FirstArrivalAfter(heard + frames - 1), returned);
        return off.Duration() <= Latency + Period
            ? null
            : $"it returned {off.TotalMilliseconds} ms after the last sample";
    }
}
