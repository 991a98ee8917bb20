using Audio.EndToEnd.Tests.Commands;
using Audio.Testing;
using Audio.Testing.Pulse;

namespace Audio.EndToEnd.Tests.Benchmarks;

/// <summary>
/// benchmarks/compare.sh runs, briefly. The results are not checked, so it may run next to other tests.
/// </summary>
public sealed class CompareScriptTests
{
    private static readonly string Script = Path.Combine(AudiodFixture.Root, "benchmarks", "compare.sh");

    /// <summary>Plays nothing, ignores requests to end, and has a detached child.</summary>
    private const string HangingPeer = """
        #!/bin/bash
        trap '' TERM INT HUP
        : >"${0%/*}/started"
        (setsid bash -c 'trap "" TERM; exec -a "left behind by $0" sleep 1000' "$0" &)
        while :; do sleep 1; done
        """;

    [Fact]
    public async Task It_compares_draws_and_leaves_nothing_running()
    {
        PulseTools.Require();
        using var folder = new TempFolder();

        CommandResult result = await Command.RunAsync(
            "bash",
            [
                Script,
                "--no-build",
                "--rounds",
                "1",
                "--streams",
                "2",
                "--seconds",
                "0.3",
                "--repeats",
                "1",
                "--to",
                folder.Path,
            ],
            new Dictionary<string, string?> { ["TMPDIR"] = folder.Path }
        );

        result.ExitCode.Should().Be(0, result.ToString());
        foreach (
            string row in (string[])
                [
                    "bare Kestrel",
                    "audiod, open session",
                    "audiod, new connection",
                    "audiod play",
                    "audiod, daemon per request",
                    "paplay",
                    "PulseAudio, pacat",
                ]
        )
        {
            result.Out.Should().Contain($"| {row}");
        }

        (await File.ReadAllTextAsync(folder.File("first-sound.svg"), TestContext.Current.CancellationToken))
            .Should()
            .StartWith("<svg")
            .And.Contain(">audiod, open session<")
            .And.Contain("milliseconds");
        (await File.ReadAllTextAsync(folder.File("processor.svg"), TestContext.Current.CancellationToken))
            .Should()
            .Contain("percent of a core");
        Directory.GetFiles(folder.Path, "*.md").Should().HaveCount(2);
        Directory.GetDirectories(folder.Path, "tmp.*").Should().BeEmpty("the folder of the run is gone");
        ProcessesThatName(folder.Path).Should().BeEmpty();
    }

    [Fact]
    public async Task A_peer_that_hangs_is_ended_with_all_it_started_and_left_out_and_the_table_says_so()
    {
        PulseTools.Require();
        using var folder = new TempFolder();
        string peer = folder.File("ffplay");
        await File.WriteAllTextAsync(peer, HangingPeer, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(peer, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        CommandResult result = await Command.RunAsync(
            "bash",
            [
                Script,
                "--no-build",
                "--only",
                "first-sound",
                "--ways",
                "ffplay",
                "--rounds",
                "1",
                "--peer-limit",
                "2",
                "--to",
                folder.Path,
            ],
            new Dictionary<string, string?>
            {
                ["TMPDIR"] = folder.Path,
                ["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}",
            }
        );

        result.ExitCode.Should().Be(0, result.ToString());
        result
            .Out.Should()
            .MatchRegex(@"\| ffplay +\| left out \|")
            .And.Contain("ffplay is left out: it was not done within 2 s, and was ended.");
        result.Error.Should().MatchRegex(@"round 1/1, \d+:\d\d min of at most \d+:\d\d min");
        File.Exists(folder.File("started")).Should().BeTrue("the peer was tried");
        ProcessesThatName(folder.Path).Should().BeEmpty();
        Directory.GetDirectories(folder.Path, "tmp.*").Should().BeEmpty("the folder of the run is gone");
    }

    [Fact]
    public async Task It_measures_on_PipeWire_too_and_ends_all_that_belongs_to_it()
    {
        PipeWireServer.Require();
        using var folder = new TempFolder();

        CommandResult result = await Command.RunAsync(
            "bash",
            [
                Script,
                "--no-build",
                "--server",
                "pipewire",
                "--only",
                "first-sound",
                "--ways",
                "open session,paplay",
                "--rounds",
                "1",
                "--to",
                folder.Path,
            ],
            new Dictionary<string, string?> { ["TMPDIR"] = folder.Path }
        );

        result.ExitCode.Should().Be(0, result.ToString());
        result
            .Out.Should()
            .Contain("| audiod, open session")
            .And.Contain("| paplay")
            .And.Contain("PipeWire, 1 interleaved rounds.");
        Directory.GetDirectories(folder.Path, "tmp.*").Should().BeEmpty("the folder of the run is gone");
        ProcessesThatName(folder.Path).Should().BeEmpty();
    }

    [Theory]
    [InlineData("--server", 2, "compare.sh: --server is pulseaudio or pipewire; --help lists the options")]
    [InlineData("--help", 0, "Usage: benchmarks/compare.sh")]
    [InlineData("--quickly", 2, "compare.sh: there is no option --quickly; --help lists the options")]
    [InlineData("--rounds", 2, "compare.sh: --rounds needs a value; --help lists the options")]
    public async Task It_says_how_it_is_used(string word, int exitCode, string said)
    {
        CommandResult result = await Command.RunAsync("bash", [Script, word]);

        result.ExitCode.Should().Be(exitCode);
        $"{result.Out}{result.Error}".Should().StartWith(said);
    }

    private static IEnumerable<string> ProcessesThatName(string path)
    {
        foreach (
            string process in Directory
                .GetDirectories("/proc")
                .Where(name => int.TryParse(Path.GetFileName(name), out _))
        )
        {
            string command;
            try
            {
                command = File.ReadAllText(Path.Combine(process, "cmdline"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue; // It has ended meanwhile.
            }
            if (command.Contains(path, StringComparison.Ordinal))
                yield return command.Replace('\0', ' ');
        }
    }
}
