using System.CommandLine;
using Audio.Cli.Daemon;
using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Host;
using Audio.Host.Options;

namespace Audio.Cli.Commands;

/// <summary><c>audiod run</c>: runs the daemon in this process.</summary>
internal static class RunCommand
{
    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new Command(
            "run",
            "Run the daemon in the foreground until Ctrl+C; the same as giving no command."
        );
        symbols.AddPortTo(command);
        symbols.AddTo(command, Settings.All);
        Set(command, symbols, context);
        return command;
    }

    /// <summary>Makes a command run the daemon.</summary>
    public static void Set(Command command, SettingSymbols symbols, CommandContext context)
    {
        var detached = new Option<bool>(DaemonLaunch.DetachedOption) { Hidden = true };
        command.Options.Add(detached);
        command.SetAction((parsed, _) => RunAsync(symbols.ValuesOf(parsed), parsed.GetValue(detached), context));
    }

    private static async Task<int> RunAsync(
        IReadOnlyDictionary<string, string> arguments,
        bool isDetached,
        CommandContext context
    )
    {
        DaemonOptions options = context.Options(arguments);
        try
        {
            var runner = new DaemonRunner(options, arguments)
            {
                Detached = isDetached,
                Out = context.Out,
                Error = context.Error,
                Time = context.Time,
                Environment = context.Environment,
            };
            await runner.RunAsync();
            return ExitCode.Ok;
        }
        catch (DaemonException e)
        {
            FailureText failure = await FailureText.OfAsync(e, options);
            await context.Error.WriteLineAsync($"audiod: {failure.Message}");
            return failure.ExitCode;
        }
    }
}
