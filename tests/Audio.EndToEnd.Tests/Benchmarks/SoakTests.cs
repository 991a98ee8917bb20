using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.Benchmarks;

/// <summary>The soak with one seed.</summary>
public sealed class FirstSoakTests() : SoakTests(seed: 1);

/// <summary>The soak with another seed. A class of its own, so that both run at once.</summary>
public sealed class SecondSoakTests() : SoakTests(seed: 2);

/// <summary>
/// A minute of <c>benchmarks/soak.sh</c> with a fixed seed, which decides what every client does. What is checked are
/// outcomes (endings, what was played, what is left), never times. So other tests may run at the same time.
/// </summary>
public abstract class SoakTests(int seed)
{
    /// <summary>A minute of clients, and up to four waits for what they leave; usually half a minute.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task Every_session_ends_once_and_nothing_is_left_whatever_clients_do()
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
}
