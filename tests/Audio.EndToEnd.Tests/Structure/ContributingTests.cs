using Audio.EndToEnd.Tests.Commands;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>CONTRIBUTING.md can be followed.</summary>
public sealed class ContributingTests
{
    [Fact]
    public async Task An_effect_is_added_by_the_steps_of_the_page()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The walk is a script of bash.");

        CommandResult result = await Command.RunAsync("bash", [Repository.PathOf("eng/walk-contributing.sh")]);

        result.ExitCode.Should().Be(0, $"{result}");
        result.Out.Should().Contain("chunks: Completed, effects: through\n").And.Contain(", through.\n");
    }
}
