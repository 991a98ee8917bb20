using Audio.EndToEnd.Tests.Commands;

namespace Audio.EndToEnd.Tests.JavaScript;

/// <summary>The checks and the tests that the JavaScript client has of its own.</summary>
public sealed class ClientChecksTests
{
    [Fact]
    public async Task Its_types_its_style_and_its_package_are_right()
    {
        using var project = new ClientProject(); // so that it is packed

        CommandResult source = await ClientProject.NpmAsync(ClientProject.Source, "run", "check");
        CommandResult package = await ClientProject.NpmAsync(ClientProject.Source, "run", "check:package");

        source.ExitCode.Should().Be(0, source.ToString());
        package.ExitCode.Should().Be(0, package.ToString());
        package.Out.Should().Contain("All good!").And.Contain("node16 (from CJS)").And.NotContain("💀");
    }

    [Fact]
    public async Task Its_own_tests_pass()
    {
        using var project = new ClientProject();

        CommandResult result = await ClientProject.NpmAsync(ClientProject.Source, "test");

        result.ExitCode.Should().Be(0, result.ToString());
        result.Out.Should().MatchRegex("# pass [5-9][0-9]\n").And.Contain("# fail 0\n");
    }
}
