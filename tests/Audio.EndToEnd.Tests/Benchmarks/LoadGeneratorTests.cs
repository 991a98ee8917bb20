using System.Text.Json;
using Audio.Testing;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.Benchmarks;

/// <summary>
/// The load generator runs, briefly and untimed. Measurements are the task of <c>benchmarks/load.sh</c>.
/// </summary>
public sealed class LoadGeneratorTests(NullDaemon fixture) : IClassFixture<NullDaemon>
{
    [Theory]
    [InlineData("v4")]
    [InlineData("v3")]
    [InlineData("http")]
    public async Task Ramp_measures_each_number_of_sessions_and_loses_none(string protocol)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the load generator reads /proc");
        using var folder = new TempFolder();
        string json = Path.Combine(folder.Path, "load.json");
        string markdown = Path.Combine(folder.Path, "load.md");

        (int code, string output, string error) = await BenchmarkProgram.RunAsync(
            "Audio.LoadGenerator",
            [
                "ramp",
                .. Daemon,
                "--protocol",
                protocol,
                "--sessions",
                "1,2,4",
                "--per-connection",
                "2",
                "--seconds",
                "200ms",
                "--ramp-up",
                "100ms",
                "--json",
                json,
                "--markdown",
                markdown,
            ]
        );

        code.Should().Be(0, error);
        (await File.ReadAllTextAsync(markdown, TestContext.Current.CancellationToken)).Should().Be(output);
        output
            .Should()
            .Contain("Largest number of sessions without an underrun")
            .And.Contain(" a session (R² ")
            .And.NotContain("Fault");
        JsonElement[] steps = [.. await StepsAsync(json)];
        steps.Select(s => s.GetProperty("sessions").GetInt32()).Should().Equal(1, 2, 4);
        foreach (JsonElement step in steps)
        {
            int sessions = step.GetProperty("sessions").GetInt32();
            step.GetProperty("connections").GetInt32().Should().Be(protocol == "v4" ? (sessions + 1) / 2 : sessions);
            step.GetProperty("started").GetInt32().Should().Be(sessions);
            step.GetProperty("whole").GetInt32().Should().Be(sessions);
            step.GetProperty("faults").GetArrayLength().Should().Be(0);
            step.GetProperty("chunks").GetInt64().Should().BeGreaterThan(sessions);
            step.GetProperty("residentMb").GetDouble().Should().BeGreaterThan(1);
            step.GetProperty("collections").GetProperty("gen0").GetInt32().Should().BeGreaterThanOrEqualTo(0);
            if (protocol != "v3") // its first sounds are read from the status, which may be too early
                step.GetProperty("ttfaMs").GetProperty("count").GetInt32().Should().Be(sessions);
        }
    }

    [Fact]
    public async Task Ramp_with_utterances_begins_session_after_session_and_searches_for_the_largest_number()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the load generator reads /proc");
        using var folder = new TempFolder();
        string json = Path.Combine(folder.Path, "load.json");

        (int code, _, string error) = await BenchmarkProgram.RunAsync(
            "Audio.LoadGenerator",
            [
                "ramp",
                .. Daemon,
                "--sessions",
                "1",
                "--find",
                "2",
                "--utterance",
                "100ms",
                "--pause",
                "200ms",
                "--burst",
                "3",
                "--seconds",
                "1s",
                "--ramp-up",
                "0s",
                "--collections",
                "no",
                "--json",
                json,
            ]
        );

        code.Should().Be(0, error);
        JsonElement[] steps = [.. await StepsAsync(json)];
        steps[0].GetProperty("started").GetInt32().Should().BeGreaterThan(1);
        steps[0].GetProperty("whole").GetInt32().Should().Be(steps[0].GetProperty("started").GetInt32());
        steps[0].GetProperty("collections").ValueKind.Should().Be(JsonValueKind.Null);
        if (steps[0].GetProperty("isClean").GetBoolean())
            steps[1].GetProperty("sessions").GetInt32().Should().Be(2);
    }

    [Fact]
    public async Task Ramp_posts_the_frames_of_an_MP3_again_and_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the load generator reads /proc");
        using var folder = new TempFolder();
        string wav = folder.File("speech.wav");
        string mp3 = folder.File("speech.mp3");
        string json = folder.File("load.json");
        WaveFile.FromInt16(Pcm.ToInt16(Signal.SpeechLike(24_000, 4_800, seed: 16)), 24_000, channels: 1).Write(wav);
        await ExternalTool.RunAsync("lame", "--quiet", "-t", "-b", "64", wav, mp3);

        (int code, _, string error) = await BenchmarkProgram.RunAsync(
            "Audio.LoadGenerator",
            [
                "ramp",
                .. Daemon,
                .. Words("--protocol http --sessions 2 --seconds 1s --ramp-up 0s"),
                "--mp3",
                mp3,
                "--json",
                json,
            ]
        );

        code.Should().Be(0, error);
        JsonElement step = (await StepsAsync(json)).Single();
        step.GetProperty("whole").GetInt32().Should().Be(2, error);
        step.GetProperty("chunks").GetInt64().Should().BeGreaterThan(2 * 40, "a second has 41 frames, the file nine");
    }

    [Theory]
    [InlineData("v4")]
    [InlineData("v3")]
    public async Task Idle_connections_are_all_answered(string protocol)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the load generator reads /proc");

        (int code, string output, string error) = await BenchmarkProgram.RunAsync(
            "Audio.LoadGenerator",
            ["idle", .. Daemon, "--protocol", protocol, "--connections", "30", "--seconds", "100ms"]
        );

        code.Should().Be(0, error);
        output.Should().StartWith("30 idle connections").And.Contain("(30 were)");
    }

    [Theory]
    [InlineData("--sessions is numbers of 1 to 20000 with commas between them; got '0'.", "--sessions", "1,0")]
    [InlineData("--chunk is a time such as 20ms or 10s, 1ms to 2s; got '1h'.", "--chunk", "1h")]
    [InlineData("--utterance is not for v3", "--protocol", "v3", "--utterance", "1s")]
    [InlineData("--mp3: /dev/null is empty.", "--protocol", "http", "--mp3", "/dev/null")]
    public async Task What_cannot_be_used_is_refused(string reason, params string[] words)
    {
        (int code, _, string error) = await BenchmarkProgram.RunAsync(
            "Audio.LoadGenerator",
            ["ramp", "--pid", "1", .. words]
        );

        code.Should().Be(2);
        error.Should().Contain(reason);
    }

    private static string[] Words(string options) => options.Split(' ');

    private string[] Daemon => ["--port", $"{fixture.Daemon.Port}", "--pid", $"{fixture.Daemon.ProcessId}"];

    private static async Task<JsonElement.ArrayEnumerator> StepsAsync(string path) =>
        JsonDocument
            .Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))
            .RootElement.GetProperty("steps")
            .EnumerateArray();
}
