using System.Globalization;
using System.Text.Json;
using Audio.EndToEnd.Tests.Commands;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.Safety;

/// <summary>
/// A recording whose disk is full for a while; here a limit on the size of files stands in for the disk.
/// </summary>
public sealed class FullDiskTests
{
    private const int FullBytes = 512 * 1024; // 2.7 s
    private const int Frames = 6 * 48_000;

    [Fact]
    public async Task Its_client_learns_of_it_and_the_recording_goes_on_when_there_is_room()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "prlimit is a program of Linux");
        short[] sound = Pcm.ToInt16(Signal.Noise(Frames, seed: 5));
        await using WavDaemon daemon = await WavDaemon.StartUnderAsync("trap '' XFSZ");
        await LimitFilesAsync(daemon, FullBytes.ToString(CultureInfo.InvariantCulture));
        await using V3Client client = await V3Client.ConnectAsync(daemon.Process);
        await client.StartAsync(48_000, 1, 16);
        await client.SendAllAsync(Pcm.Bytes(sound));
        await client.StopAsync();

        JsonElement full = await daemon.Process.WaitForAsync(static status => State(status) == "reopening");
        full.GetProperty("audible").GetBoolean().Should().BeFalse();
        full.GetProperty("inaudible").GetProperty("message").GetString().Should().Contain("mix.wav");
        await LimitFilesAsync(daemon, "unlimited");
        await daemon.Process.WaitForAsync(static status => State(status) == "open");

        JsonElement ended = (await daemon.Process.EndedAsync(1)).Single();
        ended.GetProperty("reason").GetString().Should().Be("completed");
        ended.GetProperty("framesPlayed").GetInt64().Should().Be(Frames);
        ended.GetProperty("audible").GetBoolean().Should().BeFalse();
        ended.GetProperty("inaudible").GetProperty("ms").GetDouble().Should().BePositive();

        short[] written = (await daemon.StopAsync()).Samples;
        short[] sent = Signal.Interleave(sound, sound);
        written.Length.Should().BeGreaterThan(FullBytes / sizeof(short) + 48_000, "it went on behind what fitted");
        written[^960..].Should().Equal(sent[^960..], "the end was written after there was room");
    }

    private static string? State(JsonElement status) => status.GetProperty("output").GetProperty("state").GetString();

    private static async Task LimitFilesAsync(WavDaemon daemon, string bytes)
    {
        CommandResult limited = await Command.RunAsync(
            "prlimit",
            [$"--pid={daemon.Process.ProcessId}", $"--fsize={bytes}:unlimited"],
            new Dictionary<string, string?>()
        );
        limited.ExitCode.Should().Be(0, $"{limited}");
    }
}
