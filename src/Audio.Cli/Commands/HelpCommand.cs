using System.CommandLine;
using Audio.Cli.Invocation;

namespace Audio.Cli.Commands;

/// <summary>
/// <c>audiod help</c> and <c>audiod version</c>, which print the same as <c>--help</c> and <c>--version</c>.
/// </summary>
internal static class HelpCommand
{
    public static Command Create(RootCommand root)
    {
        var command = new Command("help", "Show help for the program or for one command.");
        var verb = new Argument<string?>("command")
        {
            Description = "The command; if omitted, the help lists all commands.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        command.Arguments.Add(verb);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                string? name = parsed.GetValue(verb);
                string[] words = name is null ? ["--help"] : [name, "--help"];
                if (name is not null && root.Subcommands.All(c => c.Name != name))
                {
                    InvocationConfiguration output = parsed.InvocationConfiguration;
                    string suggestion = Suggestion.For(name, root.Subcommands.Select(c => c.Name));
                    output.Error.WriteLine($"audiod: there is no command '{name}'.{suggestion}");
                    output.Error.WriteLine("Run 'audiod --help' for the commands and options.");
                    return Task.FromResult(ExitCode.Usage);
                }
                return root.Parse(words).InvokeAsync(parsed.InvocationConfiguration, cancellationToken);
            }
        );
        return command;
    }

    public static Command CreateVersion(RootCommand root)
    {
        var command = new Command("version", "Show the version.");
        command.SetAction(
            (parsed, cancellationToken) =>
                root.Parse(["--version"]).InvokeAsync(parsed.InvocationConfiguration, cancellationToken)
        );
        return command;
    }
}
