using System.CommandLine;
using System.Reflection;
using System.Text.RegularExpressions;
using Audio.Cli.Invocation;
using Audio.Host.Options;
using Audio.Testing.Files;

namespace Audio.Cli.Tests.Commands;

/// <summary>docs/running.md agrees with the program.</summary>
public sealed partial class RunningDocumentTests
{
    private static readonly string Document = RepositoryFiles.Read("docs", "running.md");

    [Fact]
    public void The_table_of_options_is_that_of_the_program()
    {
        string[] expected = [.. Settings.All.Select(Row)];

        Table("Options")
            .Should()
            .Equal(expected, because: "docs/running.md needs this table:\n" + string.Join('\n', expected));
    }

    [Fact]
    public void The_commands_are_those_of_the_program()
    {
        IEnumerable<string> commands = Create().Subcommands.Select(c => $"| `audiod {c.Name}` | {c.Description} |");

        Table("Commands").Should().Equal(commands);
    }

    [Fact]
    public void The_exit_codes_are_those_of_the_program()
    {
        IEnumerable<int> codes = typeof(ExitCode)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => (int)f.GetRawConstantValue()!)
            .Distinct()
            .Order();

        Table("Exit codes").Select(row => int.Parse(row.Split('|')[1])).Should().Equal(codes);
    }

    [Fact]
    public void The_files_it_names_exist()
    {
        string[] named = [.. NamedFile().Matches(Document).Select(m => m.Groups["file"].Value).Distinct()];

        named.Should().NotBeEmpty();
        named.Where(f => !File.Exists(Path.Combine(RepositoryFiles.Root, f))).Should().BeEmpty();
    }

    [Theory]
    [InlineData("running.md")]
    [InlineData("migrating.md")]
    public void The_example_options_parse(string page)
    {
        string[] commands =
        [
            .. ExampleCommand().Matches(RepositoryFiles.Read("docs", page)).Select(m => m.Groups["words"].Value.Trim()),
        ];

        commands.Should().NotBeEmpty();
        foreach (string command in commands)
            Create().Parse(command).Errors.Should().BeEmpty($"'audiod {command}' stands in docs/{page}");
    }

    private static string Row(Setting setting)
    {
        string option = setting.Argument.Length > 0 ? $"{setting.Option} {setting.Argument}" : setting.Option;
        string alias = setting.Alias is null ? "" : $", `{setting.Alias}`";
        string names = $"`{option.Replace("|", "\\|")}`{alias} | `{setting.EnvironmentName}` | `{setting.Name}`";
        return $"| {names} | {setting.Default} | {setting.Help} |";
    }

    /// <summary>The rows of the first table under a heading, without its header.</summary>
    private static IEnumerable<string> Table(string heading)
    {
        string section = Document.Split($"\n## {heading}\n")[1].Split("\n## ")[0];
        return section.Split('\n').Where(l => l.StartsWith('|')).Skip(2);
    }

    private static RootCommand Create() =>
        AudiodCommandLine.Create(
            new CommandContext
            {
                Out = TextWriter.Null,
                Error = TextWriter.Null,
                Layers = [],
            }
        );

    [GeneratedRegex(
        "`(?<file>(src|docs|scripts)/[^` ]+)`",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex NamedFile();

    [GeneratedRegex(
        @"^\./audiod(?<words>[^#\n]*)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex ExampleCommand();
}
