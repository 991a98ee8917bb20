using Audio.EndToEnd.Tests.Commands;
using Audio.EndToEnd.Tests.Sound;
using Audio.Testing;
using Audio.Testing.Pulse;

namespace Audio.EndToEnd.Tests.Benchmarks;

/// <summary>benchmarks/compare.sh runs, briefly; what it measures is not looked at.</summary>
[Collection(QuietMachine.Name)]
public sealed class CompareScriptTests
{
    private static readonly string Script = Path.Combine(AudiodFixture.Root, "benchmarks", "compare.sh");

    [Fact]
    public async Task It_compares_draws_and_leaves_nothing_running()
    {
        PulseTools.Require();
        using var folder = new TempFolder();

        CommandResult result = await Command.RunAsync(
            "bash", [Script, "--no-build", "--rounds", "1", "--streams", "2", "--seconds", "0.3", "--repeats", "1", "--to", folder.Path],
            new Dictionary<string, string?> { ["TMPDIR"] = folder.Path });

        result.ExitCode.Should().Be(0, result.ToString());
        foreach (string row in (string[])["bare Kestrel", "audiod, open session", "audiod, new connection", "audiod play", "audiod, daemon per request", "paplay", "PulseAudio, pacat"])
            result.Out.Should().Contain($"| {row}");
        (await File.ReadAllTextAsync(folder.File("first-sound.svg"), TestContext.Current.CancellationToken)).Should().StartWith("<svg").And.Contain(">audiod, open session<").And.Contain("milliseconds");
        (await File.ReadAllTextAsync(folder.File("processor.svg"), TestContext.Current.CancellationToken)).Should().Contain("percent of a core");
        Directory.GetFiles(folder.Path, "*.md").Should().HaveCount(2);
        Directory.GetDirectories(folder.Path, "tmp.*").Should().BeEmpty("the folder of the run is gone");
        ProcessesThatName(folder.Path).Should().BeEmpty();
    }

    [Theory]
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
        foreach (string process in Directory.GetDirectories("/proc").Where(name => int.TryParse(Path.GetFileName(name), out _)))
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
