using System.Text.Json;
using Audio.Testing;
using Audio.Testing.Daemon;
using Audio.Testing.Pulse;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.Sound;

/// <summary>Many clients at once, and none. Their cost is measured by <c>benchmarks/ten-clients.sh</c>.</summary>
[Collection(QuietMachine.Name)]
public sealed class LoadTests
{
    private const int Seconds = 15;
    private const int Tries = 4;
    private static readonly string[] Voices =
    [
        "en-us",
        "en-gb+f3",
        "de",
        "fr+f2",
        "es",
        "it+m3",
        "en-us+m7",
        "de+f4",
        "pt",
        "nl",
    ];

    [Fact]
    public async Task Ten_clients_who_speak_at_once_are_heard_whole_and_without_an_underrun_on_each_server()
    {
        using var folder = new TempFolder();
        WaveFile[] speech = await Task.WhenAll(Voices.Select(v => SpeakAsync(v, folder.Path)));
        await EachServer.RunAsync(kind => TenSpeakAsync(kind, speech));
    }

    [Fact]
    public Task When_nothing_sounds_each_sound_server_may_sleep() => EachServer.RunAsync(FallAsleepAsync);

    private static async Task TenSpeakAsync(SoundServerKind kind, WaveFile[] speech)
    {
        await using SoundServer server = await SoundServer.StartAsync(kind);

        // If the machine is suspended for longer than the clients are ahead, an underrun is inevitable. Then try again.
        int underruns = int.MaxValue;
        for (int tries = 0; underruns > 0 && tries < Tries; tries++)
        {
            Try.Note(tries);
            await using DaemonProcess daemon = await StartAsync(server);
            await Task.WhenAll(
                speech.Select((file, i) => Task.Run(() => SpeechClient.PlayAsync(daemon, file, seed: i)))
            );
            JsonElement[] ended = await daemon.EndedAsync(Voices.Length, TimeSpan.FromSeconds(60));

            ended.Should().OnlyContain(e => e.GetProperty("reason").GetString() == "completed");
            ended
                .Select(e => e.GetProperty("framesPlayed").GetInt64())
                .Should()
                .OnlyContain(f => f == speech[0].Frames);
            underruns = ended.Sum(e => e.GetProperty("underruns").GetInt32());
        }

        underruns.Should().Be(0);
    }

    private static async Task FallAsleepAsync(SoundServerKind kind)
    {
        await using SoundServer server = await SoundServer.StartAsync(kind);
        await using DaemonProcess daemon = await StartAsync(server);
        await using (V3Client client = await V3Client.ConnectAsync(daemon))
        {
            await client.StartAsync(24_000, 1, 16);
            await client.SendAllAsync(Pcm.Bytes(Pcm.ToInt16(Signal.SpeechLike(24_000, 24_000, seed: 1))));
            await client.StopAsync();
            await client.DisconnectAsync();
        }

        await daemon.EndedAsync(1);
        await server.SleepingAsync();
        (await server.SinkInputsAsync()).Should().NotContain("Corked: no");
    }

    private static Task<DaemonProcess> StartAsync(SoundServer server) =>
        DaemonProcess.StartAsync(
            new DaemonSetup
            {
                Sink = "pulse",
                Environment = server.ClientEnvironment,
                Options = ["--prefill", "300ms"],
            }
        );

    /// <summary>Speech from every voice, with exactly the same length.</summary>
    private static async Task<WaveFile> SpeakAsync(string voice, string folder)
    {
        const string Text =
            "One, two, three, four, five. The quick brown fox jumps over the lazy dog. "
            + "Please leave a message after the tone. ";
        WaveFile speech = await EspeakNg.SpeakAsync(string.Concat(Enumerable.Repeat(Text, 4)), folder, voice);
        int bytes = 2 * Seconds * speech.SampleRate;
        speech.Data.Length.Should().BeGreaterThan(bytes, $"{voice} must speak for {Seconds} s");
        return speech with { Data = speech.Data[..bytes] };
    }
}
