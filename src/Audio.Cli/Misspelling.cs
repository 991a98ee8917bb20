using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Audio.Cli.Invocation;
using Audio.Cli.Play;

namespace Audio.Cli;

/// <summary>What is wrong with a command line, in the words of the person who typed it.</summary>
internal static class Misspelling
{
    /// <summary>The first thing that is wrong; <see langword="null"/>: it can be carried out.</summary>
    public static string? Of(ParseResult parsed)
    {
        CommandResult result = parsed.CommandResult;
        Command command = result.Command;
        if (OptionThatIsNone(parsed) is { } option)
            return $"{Subject(command)} has no option {option}.{Suggestion.For(option, OptionsOf(result))}{WhereItIsAFile(command, option)}";
        if (parsed.UnmatchedTokens is [{ } word, ..])
        {
            return command is RootCommand
                ? $"there is no command '{word}'.{Suggestion.For(word, Visible(command.Subcommands).Select(c => c.Name))}"
                : $"'{word}' is one word too many for '{command.Name}'.";
        }
        return parsed.Errors.Count == 0
            ? null
            : parsed.Errors[0].SymbolResult switch
            {
                OptionResult { Tokens.Count: 0, Option: var lacking } =>
                    $"{lacking.Name} needs a value: {lacking.Name} {lacking.HelpName}.",
                OptionResult { Tokens.Count: > 1, Option: var twice } => $"{twice.Name} is said more than once.",
                CommandResult
                or ArgumentResult when command.Arguments is [{ Arity.MinimumNumberOfValues: > 0 } argument, ..] =>
                    $"'{command.Name}' needs a {argument.Name}.",
                _ => parsed.Errors[0].Message,
            };
    }

    /// <summary>
    /// What looks like an option, and was left over or taken for a word of the command. What stands behind <c>--</c> is
    /// meant as a word.
    /// </summary>
    private static string? OptionThatIsNone(ParseResult parsed)
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

    private static string WhereItIsAFile(Command command, string option) =>
        command.Arguments.Any(argument => argument.Name == "file") ? $" A file of that name is ./{option}" : "";
}
