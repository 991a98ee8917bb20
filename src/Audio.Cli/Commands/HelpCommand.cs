using System.CommandLine;
using Audio.Cli.Invocation;

namespace Audio.Cli.Commands;

/// <summary>
/// <c>audiod help</c> and <c>audiod version</c>: what <c>--help</c> and <c>--version</c> say, for those who type words.
/// </summary>
internal static class HelpCommand
{
    public static Command Create(RootCommand root)
    {
        var command = new Command("help", "Show what there is, or how a command is used.");
        var verb = new Argument<string?>("command")
        {
            Description = "The command; without one, all of them.",
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
                    output.Error.WriteLine(
                        $"audiod: there is no command '{name}'.{Suggestion.For(name, root.Subcommands.Select(c => c.Name))}"
                    );
                    output.Error.WriteLine("'audiod --help' lists what there is.");
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
