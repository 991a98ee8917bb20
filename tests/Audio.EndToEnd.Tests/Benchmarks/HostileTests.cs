using Audio.EndToEnd.Tests.Commands;
using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.Benchmarks;

/// <summary>
/// The floods of <c>benchmarks/hostile.sh</c> run, briefly and one of a kind; what they measure is not checked.
/// </summary>
public sealed class HostileTests
{
    [Theory]
    [InlineData("empty-chunks-local")]
    [InlineData("odd-rates")]
    [InlineData("refused-bodies")]
    [InlineData("sessions-held")]
    public async Task A_flood_leaves_the_daemon_alive_and_gives_a_row_of_the_table(string flood)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the floods read /proc");

        (int code, string output, string error) = await BenchmarkProgram.RunAsync(
            "Audio.Hostile",
            ["--daemon", DaemonProcess.Program, "--only", flood, "--seconds", "1"]
        );

        code.Should().Be(0, $"{error}\n{output}");
        string[] lines = output.TrimEnd('\n').Split('\n');
        lines.Should().HaveCount(3);
        lines.Should().AllSatisfy(static line => line.Length.Should().BeLessThanOrEqualTo(80));
        lines[0].Should().MatchRegex("^flood +ping +max +/health");
        lines[2].Should().MatchRegex($@"^{flood} +[\d-]");
    }

    [Fact]
    public async Task A_flood_that_there_is_not_is_refused()
    {
        (int code, _, string error) = await BenchmarkProgram.RunAsync(
            "Audio.Hostile",
            ["--daemon", DaemonProcess.Program, "--only", "politeness"]
        );

        code.Should().Be(1);
        error.Should().Contain("politeness");
    }

    [Theory]
    [InlineData("soak.sh", "Clients over all wires")]
    [InlineData("hostile.sh", "Floods of two clients each")]
    public async Task The_scripts_say_how_they_are_used(string script, string said)
    {
        CommandResult result = await Command.RunAsync(
            "bash",
            [Path.Combine(AudiodFixture.Root, "benchmarks", script), "--help"]
        );

        result.ExitCode.Should().Be(0);
        result.Out.Should().StartWith(said).And.Contain("Usage: benchmarks/").And.NotContain("#");
    }
}
