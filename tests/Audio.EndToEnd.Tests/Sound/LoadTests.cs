using System.Text.Json;
using Audio.Testing;
using Audio.Testing.Daemon;
using Audio.Testing.Pulse;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.Sound;

/// <summary>What the daemon costs, by /proc: many clients at once, and none.</summary>
[Collection(QuietMachine.Name)]
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int Clients = 10;
    private const int Seconds = 60;
    private static readonly string[] Voices = ["en-us", "en-gb+f3", "de", "fr+f2", "es", "it+m3", "en-us+m7", "de+f4", "pt", "nl"];

    [Fact]
    public async Task Ten_clients_with_a_minute_of_speech_each_have_no_underrun_and_cost_little()
    {
        using var folder = new TempFolder();
        WaveFile[] speech = await Task.WhenAll(Voices.Select(v => SpeakAsync(v, folder.Path)));
        await using PulseServer server = await PulseServer.StartAsync();
        await using DaemonProcess daemon = await StartAsync(server);

        ProcessUsage before = daemon.Usage;
        long start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(speech.Select((file, i) => Task.Run(() => SpeechClient.PlayAsync(daemon, file, seed: i))));
        JsonElement[] ended = await daemon.EndedAsync(Clients);
        TimeSpan elapsed = TimeProvider.System.GetElapsedTime(start);
        ProcessUsage after = daemon.Usage;

        double load = (after.Cpu - before.Cpu) / elapsed;
        output.WriteLine($"{load:P2} of a core, {after.PeakResidentBytes / 1e6:F1} MB at most, {elapsed.TotalSeconds:F1} s");
        ended.Should().OnlyContain(e => e.GetProperty("reason").GetString() == "completed");
        ended.Select(e => e.GetProperty("framesPlayed").GetInt64()).Should().OnlyContain(f => f == speech[0].Frames);
        ended.Sum(e => e.GetProperty("underruns").GetInt32()).Should().Be(0);
        after.PeakResidentBytes.Should().BeLessThan(100_000_000);
        load.Should().BeLessThan(0.05);
    }

    [Fact]
    public async Task With_no_client_it_costs_nearly_nothing_and_the_sound_server_may_sleep()
    {
        await using PulseServer server = await PulseServer.StartAsync();
        await using DaemonProcess daemon = await StartAsync(server);
        await using (V3Client client = await V3Client.ConnectAsync(daemon))
        {
            await client.StartAsync(24_000, 1, 16);
            await client.SendAllAsync(Pcm.Bytes(Pcm.ToInt16(Signal.SpeechLike(24_000, 24_000, seed: 1))));
            await client.StopAsync();
            await client.DisconnectAsync();
        }

        await daemon.EndedAsync(1);
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, TestContext.Current.CancellationToken); // compiled code settles
        ProcessUsage before = daemon.Usage;
        long start = TimeProvider.System.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        ProcessUsage after = daemon.Usage;
        double load = (after.Cpu - before.Cpu) / TimeProvider.System.GetElapsedTime(start);

        output.WriteLine($"{load:P2} of a core, {(after.ContextSwitches - before.ContextSwitches) / 10.0:F1} wake-ups a second");
        load.Should().BeLessThan(0.005);
        (await server.SinkStateAsync()).Should().BeOneOf("IDLE", "SUSPENDED");
        string inputs = await server.SinkInputsAsync();
        if (inputs.Contains("Sink Input #", StringComparison.Ordinal))
            inputs.Should().Contain("Corked: yes").And.NotContain("Corked: no");
    }

    private static Task<DaemonProcess> StartAsync(PulseServer server) =>
        DaemonProcess.StartAsync(new DaemonSetup { Sink = "pulse", Environment = server.ClientEnvironment });

    /// <summary>A minute of speech, to the sample.</summary>
    private static async Task<WaveFile> SpeakAsync(string voice, string folder)
    {
        const string Text = "One, two, three, four, five. The quick brown fox jumps over the lazy dog. Please leave a message after the tone. ";
        WaveFile speech = await EspeakNg.SpeakAsync(string.Concat(Enumerable.Repeat(Text, 12)), folder, voice);
        int bytes = 2 * Seconds * speech.SampleRate;
        speech.Data.Length.Should().BeGreaterThan(bytes, $"{voice} must speak for a minute");
        return speech with { Data = speech.Data[..bytes] };
    }
}
