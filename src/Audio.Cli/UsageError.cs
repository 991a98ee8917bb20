using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Audio.Cli.Invocation;
using Audio.Cli.Play;

namespace Audio.Cli;

/// <summary>Finds what is wrong with a command line and explains it in the terms that the user typed.</summary>
internal static class UsageError
{
    /// <summary>Describes the first mistake; <see langword="null"/> if there is none.</summary>
    public static string? Of(ParseResult parsed)
    {
        CommandResult result = parsed.CommandResult;
        Command command = result.Command;
        if (UnknownOption(parsed) is { } option)
        {
            string suggestion = Suggestion.For(option, OptionsOf(result));
            return $"{Subject(command)} has no option {option}.{suggestion}{FileHint(command, option)}";
        }
        if (parsed.UnmatchedTokens is [{ } word, ..])
        {
            if (command is not RootCommand)
                return $"'{command.Name}' does not take the argument '{word}'.";
            IEnumerable<string> names = Visible(command.Subcommands).Select(c => c.Name);
            return $"there is no command '{word}'.{Suggestion.For(word, names)}";
        }
        return parsed.Errors.Count == 0
            ? null
            : parsed.Errors[0].SymbolResult switch
            {
                OptionResult { Tokens.Count: 0, Option: var bare } =>
                    $"{bare.Name} needs a value: {bare.Name} {bare.HelpName}.",
                OptionResult { Tokens.Count: > 1, Option: var repeated } => $"{repeated.Name} is given more than once.",
                CommandResult
                or ArgumentResult when command.Arguments is [{ Arity.MinimumNumberOfValues: > 0 } argument, ..] =>
                    $"'{command.Name}' needs a {argument.Name}.",
                _ => parsed.Errors[0].Message,
            };
    }

    /// <summary>
    /// The first word that looks like an option but was parsed as an argument or not at all. Everything after
    /// <c>--</c> is an argument.
    /// </summary>
    private static string? UnknownOption(ParseResult parsed)
    {
        if (parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash))
            return null;
        IEnumerable<string> words = parsed
            .CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value);
        return words.Concat(parsed.UnmatchedTokens).FirstOrDefault(IsOption)?.Split('=')[0];
    }

    private static bool IsOption(string word) =>
        word.StartsWith('-')
        && word != PlaySource.StandardInput
        && !double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string Subject(Command command) => command is RootCommand ? "audiod" : command.Name;

    private static IEnumerable<string> OptionsOf(CommandResult result) =>
        result
            .Command.Options.Where(option => !option.Hidden)
            .SelectMany(option => option.Aliases.Prepend(option.Name))
            .Concat(
                result.Parent is CommandResult above
                    ? above.Command.Options.Where(option => option.Recursive).Select(option => option.Name)
                    : []
            );

    private static IEnumerable<Command> Visible(IEnumerable<Command> commands) =>
        commands.Where(command => !command.Hidden);

    private static string FileHint(Command command, string option) =>
        command.Arguments.Any(argument => argument.Name == "file") ? $" For a file of that name, use ./{option}" : "";
}
