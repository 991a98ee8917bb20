using System.CommandLine;
using Audio.Cli.Invocation;
using Audio.Cli.State;
using Audio.Host.Options;

namespace Audio.Cli.Logs;

/// <summary><c>audiod logs</c>: shows the last lines of the daemon's log; <c>-f</c> follows it.</summary>
internal static class LogsCommand
{
    private const int DefaultLines = 50;
    private const int MostLines = 100_000;

    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new Command("logs", "Show the last lines of the daemon's log.");
        var lines = new Option<string>("--lines", "-n")
        {
            Description = $"Number of lines to show. [{DefaultLines}]",
            HelpName = "NUMBER",
        };
        var follow = new Option<bool>("--follow", "-f") { Description = "Follow the log until Ctrl+C." };
        symbols.AddPortTo(command);
        command.Options.Add(lines);
        command.Options.Add(follow);
        symbols.AddTo(command, [.. Settings.Finding, .. Settings.Log]);
        command.SetAction(
            (parsed, cancellationToken) =>
                ShowAsync(
                    symbols.ValuesOf(parsed),
                    Count(parsed.GetValue(lines)),
                    parsed.GetValue(follow),
                    context,
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> ShowAsync(
        IReadOnlyDictionary<string, string> arguments,
        int count,
        bool follow,
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        (DaemonOptions options, StateStore store, int port) = context.Target(arguments);
        string file = store.Read(port)?.LogFile ?? context.LogFile(options, port);
        if (!File.Exists(file) && !follow)
        {
            await context.Error.WriteLineAsync($"audiod: there is no log at {file}.");
            return ExitCode.Failed;
        }

        foreach (string line in LogTail.LastLines(file, count))
            await context.Out.WriteLineAsync(line);
        if (follow)
            await LogTail.FollowAsync(file, context.Out, context.Time, cancellationToken);
        return ExitCode.Ok;
    }

    private static int Count(string? text)
    {
        try
        {
            return text is null ? DefaultLines : SettingText.Integer(text, 0, MostLines);
        }
        catch (FormatException e)
        {
            throw new OptionException($"--lines {e.Message}", e);
        }
    }
}
