using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Audio.EndToEnd.Tests.Structure;
using Audio.Testing;
using Audio.Testing.Daemon;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.Http;

/// <summary>What people type: the real curl and the real daemon, compared with the samples of the WAV sink.</summary>
public sealed partial class CurlTests : IDisposable
{
    private static readonly short[] Mono = Pcm.ToInt16(Signal.SpeechLike(48_000, 48_000, seed: 31));
    private static readonly short[] Stereo = Signal.Interleave(Mono, Pcm.ToInt16(Signal.Noise(48_000, seed: 32)));

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-T", "{0}", "http://localhost:{1}/v1/play")]
    [InlineData("--data-binary", "@{0}", "http://localhost:{1}/v1/play")]
    [InlineData(
        "-H",
        "Content-Type: audio/wav",
        "-H",
        "Transfer-Encoding: chunked",
        "--data-binary",
        "@{0}",
        "http://127.0.0.1:{1}/v1/play?rate=8000"
    )]
    public async Task A_WAV_file_comes_out_sample_for_sample(params string[] words)
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        WaveFile.FromInt16(Stereo, 48_000, 2).Write(_folder.File("sound.wav"));

        string answer = await CurlAsync([
            .. words.Select(word => string.Format(null, word, _folder.File("sound.wav"), daemon.Process.Port)),
        ]);

        JsonElement report = Json.Parse(answer);
        report.GetProperty("sessionId").GetString().Should().Be("http_1");
        report.GetProperty("reason").GetString().Should().Be("completed");
        report.GetProperty("playedMs").GetDouble().Should().Be(1000);
        report.GetProperty("ttfaMs").GetDouble().Should().BeGreaterThan(0);
        (await daemon.StopAsync()).ShouldSoundAs(Stereo);
    }

    [Fact]
    public async Task Raw_samples_of_both_byte_orders_come_out_sample_for_sample()
    {
        byte[] bigEndian = new byte[2 * Mono.Length];
        for (int i = 0; i < Mono.Length; i++)
            BinaryPrimitives.WriteInt16BigEndian(bigEndian.AsSpan(2 * i), Mono[i]);
        await File.WriteAllBytesAsync(_folder.File("big"), bigEndian, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_folder.File("little"), Pcm.Bytes(Mono), TestContext.Current.CancellationToken);

        foreach (
            string[] words in new string[][]
            {
                ["-H", "Content-Type: audio/L16;rate=48000;channels=1", "-T", "big", ""],
                ["-T", "little", "?rate=48000"],
            }
        )
        {
            await using WavDaemon daemon = await WavDaemon.StartAsync();
            string answer = await CurlAsync([
                .. words[..^2],
                _folder.File(words[^2]),
                $"http://localhost:{daemon.Process.Port}/v1/play{words[^1]}",
            ]);

            Json.Parse(answer).GetProperty("reason").GetString().Should().Be("completed", answer);
            (await daemon.StopAsync()).ShouldSoundAs(Signal.Interleave(Mono, Mono));
        }
    }

    /// <summary>Independent of timing: the rest is produced only when the first piece was heard.</summary>
    [Fact]
    public async Task A_producer_behind_a_pipe_is_heard_while_it_produces()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        ExternalTool.Require("curl");
        using Process curl = Process.Start(
            new ProcessStartInfo(
                "curl",
                ["-sS", "-T", "-", $"http://localhost:{daemon.Process.Port}/v1/play?id=producer"]
            )
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        byte[] sound = Pcm.Bytes(Mono);
        Stream pipe = curl.StandardInput.BaseStream;

        await pipe.WriteAsync(
            WaveFile.FromInt16([], 48_000, 1).Header(uint.MaxValue),
            TestContext.Current.CancellationToken
        );
        await pipe.WriteAsync(sound.AsMemory(0, 9_600), TestContext.Current.CancellationToken);
        await pipe.FlushAsync(TestContext.Current.CancellationToken);
        await daemon.Process.HeardAsync("producer");
        for (int at = 9_600; at < sound.Length; at += 1_920)
        {
            await pipe.WriteAsync(
                sound.AsMemory(at, Math.Min(1_920, sound.Length - at)),
                TestContext.Current.CancellationToken
            );
        }

        curl.StandardInput.Close();

        string answer = await curl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await curl.WaitForExitAsync(TestContext.Current.CancellationToken);
        Json.Parse(answer).GetProperty("playedMs").GetDouble().Should().Be(1000, answer);
        (await daemon.StopAsync()).ShouldSoundAs(Signal.Interleave(Mono, Mono));
    }

    [Fact]
    public async Task The_lines_of_the_README_speak_and_set_a_volume()
    {
        ExternalTool.Require("espeak-ng");
        ExternalTool.Require("curl");
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        string[] lines = [.. Line().Matches(Repository.Read("README.md")).Select(match => match.Value)];
        lines.Should().HaveCount(4);

        foreach (string line in lines)
        {
            string answer = await ExternalTool.RunAsync(
                "bash",
                "-c",
                "set -o pipefail; " + line.Replace("8081", $"{daemon.Process.Port}", StringComparison.Ordinal)
            );
            JsonElement said = Json.Parse(answer);
            if (line.StartsWith("espeak", StringComparison.Ordinal))
                said.GetProperty("reason").GetString().Should().Be("completed", answer);
            else
                said.GetProperty("volume").GetDouble().Should().Be(0.5, answer);
        }

        (await daemon.StopAsync()).Samples.Should().Contain(sample => Math.Abs(sample) > 1_000, "somebody speaks");
    }

    /// <summary>Far more than fits into any buffer on the way.</summary>
    [Theory]
    [InlineData("/v1/play", 415, "/problems/unsupported-media-type")]
    [InlineData("/v1/play?rat=1", 400, "/problems/invalid-parameter")]
    [InlineData("/v1/plays", 404, "/problems/not-found")]
    public async Task Who_is_refused_while_still_sending_reads_why(string path, int status, string type)
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        await File.WriteAllBytesAsync(
            _folder.File("large"),
            new byte[32 * 1024 * 1024],
            TestContext.Current.CancellationToken
        );

        foreach (string expect in new[] { "Expect:", "Expect: 100-continue" })
        {
            string answer = await CurlAsync(
                "-H",
                expect,
                "-w",
                "\n%{http_code}",
                "-T",
                _folder.File("large"),
                $"http://localhost:{daemon.Process.Port}{path}"
            );

            string[] lines = answer.Split('\n');
            lines[^1].Should().Be($"{status}");
            Json.Parse(lines[0]).GetProperty("type").GetString().Should().Be(type);
        }
    }

    [Fact]
    public async Task A_page_that_was_let_in_gets_its_preflight_and_its_answer_and_another_gets_nothing()
    {
        const string Page = "https://studio.example";
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup { Options = ["--allow-origin", Page] }
        );

        string[] asked = await HeadersAsync(
            $"http://localhost:{daemon.Port}/v1/play",
            ["-X", "OPTIONS", "-H", "Access-Control-Request-Method: POST"],
            Page
        );
        string[] head = await HeadersAsync($"http://localhost:{daemon.Port}/schemas/v4.json", ["--head"], Page);
        string[] refused = await HeadersAsync($"http://localhost:{daemon.Port}/health", [], "https://else.example");
        string[] options = await HeadersAsync($"http://localhost:{daemon.Port}/health", ["-X", "OPTIONS"], Page);

        asked[0].Should().Be("HTTP/1.1 204 No Content");
        asked.Should().Contain([$"Access-Control-Allow-Origin: {Page}", "Vary: Origin"]);
        head[0].Should().Be("HTTP/1.1 200 OK");
        head.Should().Contain([$"Access-Control-Allow-Origin: {Page}", "Content-Type: application/schema+json"]);
        refused[0].Should().Be("HTTP/1.1 403 Forbidden");
        refused.Should().NotContain(line => line.StartsWith("Access-Control", StringComparison.Ordinal));
        options[0].Should().Be("HTTP/1.1 204 No Content");
        options.Should().Contain("Allow: GET, HEAD, OPTIONS");
    }

    private static async Task<string[]> HeadersAsync(string url, string[] words, string origin) =>
        (await CurlAsync(["-D", "-", "-o", "/dev/null", .. words, "-H", $"Origin: {origin}", url])).Split("\r\n");

    private static Task<string> CurlAsync(params string[] words) =>
        ExternalTool.RunAsync("curl", ["-sS", "--max-time", "60", .. words]);

    [GeneratedRegex(@"^(espeak-ng .* \| )?curl .*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
