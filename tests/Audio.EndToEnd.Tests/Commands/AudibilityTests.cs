using System.Globalization;
using System.Text.Json;
using Audio.Testing;
using Audio.Testing.Pulse;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.Commands;

/// <summary>On a machine without a sound device the daemon says so everywhere, until a sound server runs.</summary>
public sealed class AudibilityTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(SoundServerKind.PulseAudio)]
    [InlineData(SoundServerKind.PipeWire)]
    public async Task Nobody_can_hear_it_and_every_command_says_so_until_a_server_is_started(SoundServerKind kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere there is a device");
        await using SoundServer server = await SoundServer.StartAsync(kind);
        await server.KillAsync();
        await using var audiod = new AudiodFixture();
        using var folder = new TempFolder();
        string speech = folder.File("speech.wav");
        WaveFile.FromInt16(Pcm.ToInt16(Signal.Noise(9_600, seed: 7)), 48_000, 1).Write(speech);
        await File.WriteAllTextAsync(
            folder.File("no-alsa"),
            "pcm.absent { type hw\n card 77 }\n",
            TestContext.Current.CancellationToken
        );
        (string, string)[] world =
        [
            ("PULSE_SERVER", server.Address),
            ("XDG_RUNTIME_DIR", folder.Path),
            ("HOME", folder.Path),
            ("ALSA_CONFIG_PATH", folder.File("no-alsa")),
            ("AUDIOD_SINK", "auto"),
        ];
        const string Nobody = "There is no sound device";

        CommandResult start = await audiod.RunAsync("start --port 0", world);
        start.ExitCode.Should().Be(0, $"{start}");
        start.Out.Should().Contain($"Nobody can hear it: {Nobody}");
        (await audiod.RunAsync("health", world))
            .Should()
            .Match<CommandResult>(said =>
                said.ExitCode == 0 && said.Out.Contains($"is healthy. Nobody can hear it: {Nobody}")
            );
        (await audiod.RunAsync("status", world)).Out.Should().MatchRegex($@"\naudible   no: {Nobody}");
        CommandResult doctor = await audiod.RunAsync("doctor", world);
        doctor.ExitCode.Should().Be(1, $"{doctor}");
        doctor
            .Out.Should()
            .MatchRegex(@"\nBAD   --sink auto ")
            .And.MatchRegex(@"\nBAD   audible +Nobody can hear it: ")
            .And.NotContain("No problems found");
        CommandResult play = await audiod.RunAsync($"play {speech}", world);
        play.ExitCode.Should().Be(4, $"{play}");
        play.Error.Should().Contain($"completed, but nobody could hear it: {Nobody}");
        JsonElement posted = await PostAsync(audiod.Port(), speech);
        posted.GetProperty("audible").GetBoolean().Should().BeFalse();
        posted.GetProperty("inaudible").GetProperty("reason").GetString().Should().Be("no_device");

        long started = TimeProvider.System.GetTimestamp();
        await server.StartAgainAsync(); // nobody plays, so the daemon must notice the socket
        while (!(await audiod.RunAsync("status", world)).Out.Contains("audible   yes", StringComparison.Ordinal))
            TimeProvider.System.GetElapsedTime(started).Should().BeLessThan(Limit);
        play = await audiod.RunAsync($"play {speech}", world);
        play.ExitCode.Should().Be(0, $"{play}");
        play.Out.Should().EndWith("completed\n");

        await server.PactlAsync("set-sink-mute", SoundServer.SinkName, "1");
        play = await audiod.RunAsync($"play {speech}", world);
        play.ExitCode.Should().Be(4, $"{play}");
        play.Error.Should()
            .Contain($"nobody could hear it: The sound server has muted its sink {SoundServer.SinkName}.");
    }

    private static async Task<JsonElement> PostAsync(int port, string file)
    {
        using var http = new HttpClient();
        using var body = new ByteArrayContent(
            await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)
        );
        using HttpResponseMessage answer = await http.PostAsync(
            new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/v1/play")),
            body,
            TestContext.Current.CancellationToken
        );
        using var json = JsonDocument.Parse(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
        return json.RootElement.Clone();
    }
}
