using System.CommandLine;
using Audio.Host.Options;
using Audio.Host.State;

namespace Audio.Host.Commands;

/// <summary><c>audiod restart</c>: stop, then start with the options it was started with, but for those that are given now.</summary>
internal static class RestartCommand
{
    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new Command("restart", "Stop the daemon and start it again, with its old options where no new ones are given.");
        symbols.AddPortTo(command);
        symbols.AddTo(command, Settings.All);
        command.SetAction((parsed, _) => RestartAsync(symbols.ValuesOf(parsed), context));
        return command;
    }

    private static async Task<int> RestartAsync(IReadOnlyDictionary<string, string> arguments, CommandContext context)
    {
        (_, StateStore store, int port) = context.Meant(arguments);

        var merged = new Dictionary<string, string>(store.Read(port)?.Arguments ?? new Dictionary<string, string>());
        foreach ((string name, string value) in arguments)
            merged[name] = value;
        merged[Settings.Port.Name] = $"{port}"; // A daemon on a free port comes back on the same one.
        context.Options(merged);                // What cannot be used is said before anything is stopped.

        int stopped = await StopCommand.StopAsync(port, store, context);
        return stopped == ExitCode.Ok ? await StartCommand.StartAsync(merged, context) : stopped;
    }
}
