using System.CommandLine;
using Audio.Host.Options;
using Audio.Host.Running;

namespace Audio.Host.Commands;

/// <summary><c>audiod run</c>: the daemon, here.</summary>
internal static class RunCommand
{
    /// <summary>Said by <c>start</c> to the process it makes; not for people.</summary>
    public const string DetachedOption = "--detached";

    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new Command("run", "Run the daemon here, until Ctrl+C (the same as no verb).");
        symbols.AddPortTo(command);
        symbols.AddTo(command, Settings.All);
        Set(command, symbols, context);
        return command;
    }

    /// <summary>Makes running what a command does.</summary>
    public static void Set(Command command, SettingSymbols symbols, CommandContext context)
    {
        var detached = new Option<bool>(DetachedOption) { Hidden = true };
        command.Options.Add(detached);
        command.SetAction(
            (parsed, _) =>
            {
                IReadOnlyDictionary<string, string> arguments = symbols.ValuesOf(parsed);
                var runner = new DaemonRunner(
                    context,
                    context.Options(arguments),
                    arguments,
                    parsed.GetValue(detached)
                );
                return runner.RunAsync();
            }
        );
    }
}
