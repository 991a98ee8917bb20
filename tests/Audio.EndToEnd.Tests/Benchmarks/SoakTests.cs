using Audio.EndToEnd.Tests.Commands;
using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.Benchmarks;

/// <summary>
/// Two minutes of <c>benchmarks/soak.sh</c> with fixed seeds: each seed decides what every client does. What is checked
/// are outcomes (endings, what was played, what is left), never times.
/// </summary>
public sealed class SoakTests
{
    /// <summary>A minute of clients, and up to four waits for what they leave; usually half a minute.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_session_ends_once_and_nothing_is_left_whatever_clients_do(int seed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the soak reads /proc");

        (int code, string output, string error) = await BenchmarkProgram.RunAsync(
            "Audio.Soak",
            [
                "--daemon",
                DaemonProcess.Program,
                "--time",
                "60s",
                "--seed",
                $"{seed}",
                "--clients",
                "12",
                "--settled", // a leak is more; how soon memory comes back depends on the machine's own
                "300",
            ],
            limit: Limit
        );

        code.Should().Be(0, $"{error}\n{output}");
        output.Should().MatchRegex(@"\| sessions that the daemon opened \| [1-9]").And.Contain("| faults | 0 |");
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
