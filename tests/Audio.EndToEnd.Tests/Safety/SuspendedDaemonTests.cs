using System.Text.Json;
using Audio.Testing.Daemon;
using Audio.Testing.Pulse;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.Safety;

/// <summary>
/// A daemon that was stopped (SIGSTOP) for longer than a device may take nothing has not lost its device: the device
/// could not have been given anything.
/// </summary>
public sealed class SuspendedDaemonTests
{
    /// <summary>Longer than any sink waits for its device.</summary>
    private static readonly TimeSpan Suspension = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(SoundServerKind.PulseAudio)]
    [InlineData(SoundServerKind.PipeWire)]
    public async Task A_sound_server_is_still_played_to(SoundServerKind kind)
    {
        await using SoundServer server = await SoundServer.StartAsync(kind);
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup
            {
                Sink = "pulse",
                Environment = new Dictionary<string, string> { ["PULSE_SERVER"] = server.Address },
            }
        );
        await using PulseRecording recording = await server.RecordAsync();
        await using V3Client client = await V3Client.ConnectAsync(daemon);
        await client.StartAsync(48_000, 1, 16);
        await client.SendAllAsync(Pcm.Bytes(Pcm.ToInt16(Signal.Noise(2 * 48_000, seed: 3))));
        await client.StopAsync();
        await recording.WaitForSoundAsync(frames: 4_800, Limit);

        await SuspendAsync(daemon);

        await ShouldHaveKeptItsDeviceAsync(daemon);
    }

    [Fact]
    public async Task A_file_is_still_written()
    {
        short[] sound = Pcm.ToInt16(Signal.Noise(2 * 48_000, seed: 4));
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        await using (V3Client client = await V3Client.ConnectAsync(daemon.Process))
        {
            await client.StartAsync(48_000, 1, 16);
            await client.SendAllAsync(Pcm.Bytes(sound));
            await client.StopAsync();

            await SuspendAsync(daemon.Process);

            await ShouldHaveKeptItsDeviceAsync(daemon.Process);
        }
        (await daemon.StopAsync()).ShouldSoundAs(Signal.Interleave(sound, sound));
    }

    private static async Task SuspendAsync(DaemonProcess daemon)
    {
        daemon.Suspend();
        await Task.Delay(Suspension, TimeProvider.System); // not a wait for something: this long it does not run
        daemon.Continue();
    }

    private static async Task ShouldHaveKeptItsDeviceAsync(DaemonProcess daemon)
    {
        JsonElement ended = (await daemon.EndedAsync(1, Limit)).Single();
        ended.GetProperty("reason").GetString().Should().Be("completed");
        JsonElement output = (await daemon.StatusAsync()).GetProperty("output");
        (output.GetProperty("reopens").GetInt32(), output.GetProperty("framesLost").GetInt64()).Should().Be((0, 0));
        daemon.Output.All.Should().NotContain(line => line.Contains("Lost ", StringComparison.Ordinal));
    }
}
