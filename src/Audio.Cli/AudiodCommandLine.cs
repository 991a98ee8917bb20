using System.CommandLine;
using System.CommandLine.Help;
using Audio.Cli.Commands;
using Audio.Cli.Demo;
using Audio.Cli.Doctor;
using Audio.Cli.Invocation;
using Audio.Cli.Logs;
using Audio.Cli.Play;
using Audio.Cli.Top;
using Audio.Host;
using Audio.Host.Options;

namespace Audio.Cli;

/// <summary>The command line of audiod. Without a command it runs the daemon.</summary>
internal static class AudiodCommandLine
{
    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, CommandContext context)
    {
        ParseResult parsed = Create(context).Parse(words);
        // --help works even if the rest of the command line is wrong.
        if (parsed.Action is not HelpWithExamples && UsageError.Of(parsed) is { } mistake)
        {
            await context.Error.WriteLineAsync($"audiod: {mistake}");
            await context.Error.WriteLineAsync("Run 'audiod --help' for the commands and options.");
            return ExitCode.Usage;
        }

        try
        {
            // The daemon handles signals itself; they end the other commands as they end any program.
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = context.Out,
                    Error = context.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                }
            );
        }
        catch (OptionException e)
        {
            await context.Error.WriteLineAsync($"audiod: {e.Message}");
            return ExitCode.Usage;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await context.Error.WriteLineAsync($"audiod: {e.Message}");
            return ExitCode.Failed;
        }
    }

    /// <summary>Creates the command line with all its commands and options.</summary>
    public static RootCommand Create(CommandContext context)
    {
        var symbols = new SettingSymbols();
        var root = new RootCommand(
            "An always-on audio daemon: programs send it sound over WebSocket or HTTP, and it mixes and plays it."
        )
        {
            HelpName = "audiod",
        };
        symbols.AddTo(root, Settings.All);
        RunCommand.Set(root, symbols, context);
        root.Subcommands.Add(RunCommand.Create(symbols, context));
        root.Subcommands.Add(StartCommand.Create(symbols, context));
        root.Subcommands.Add(StopCommand.Create(symbols, context));
        root.Subcommands.Add(RestartCommand.Create(symbols, context));
        root.Subcommands.Add(StatusCommand.Create(symbols, context));
        root.Subcommands.Add(HealthCommand.Create(symbols, context));
        root.Subcommands.Add(LogsCommand.Create(symbols, context));
        root.Subcommands.Add(PlayCommand.Create(symbols, context));
        root.Subcommands.Add(TopCommand.Create(symbols, context));
        root.Subcommands.Add(DoctorCommand.Create(symbols, context));
        root.Subcommands.Add(DemoCommand.Create(symbols, context));
        root.Subcommands.Add(HelpCommand.Create(root));
        root.Subcommands.Add(HelpCommand.CreateVersion(root));

        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
                option.Action = new HelpWithExamples(help, symbols, context);
            else if (option is VersionOption)
                option.Action = new ShowVersion();
        }

        return root;
    }

    private sealed class ShowVersion : System.CommandLine.Invocation.SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"audiod {DaemonIdentity.Version}");
            return ExitCode.Ok;
        }
    }
}
