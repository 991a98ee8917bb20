using System.CommandLine;
using System.Text.Json;
using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Cli.State;
using Audio.Cli.Status;
using Audio.Host.Options;

namespace Audio.Cli.Commands;

/// <summary><c>audiod status</c>: shows what the daemon is doing. Exit code 0 if it runs, 3 if not.</summary>
internal static class StatusCommand
{
    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new Command("status", "Show what the daemon is doing: exit code 0 if it runs, 3 if not.");
        symbols.AddPortTo(command);
        symbols.AddTo(command, Settings.Finding);
        command.SetAction((parsed, _) => ShowAsync(symbols.ValuesOf(parsed), context));
        return command;
    }

    private static async Task<int> ShowAsync(IReadOnlyDictionary<string, string> arguments, CommandContext context)
    {
        (_, StateStore store, int port) = context.Target(arguments);
        DaemonState? state = store.Read(port);
        bool alive = state?.Process.IsRunning == true;

        using var probe = new DaemonProbe();
        using JsonDocument? status = await probe.StatusAsync(CommandContext.UrlOf(port, store));
        if (status is not null)
        {
            await context.Out.WriteAsync(StatusText.Of(status.RootElement, port, alive ? state : null, context.Time));
            return ExitCode.Ok;
        }

        string text =
            alive && state!.IsStopping
                ? $"audiod on port {port} (pid {state.Process.Id}) is stopping: it is finishing playback."
            : alive ? $"audiod is running on port {port} (pid {state!.Process.Id}), but does not answer."
            : state is not null ? $"audiod is not running on port {port}. {StartCommand.Gone(state)}"
            : $"audiod is not running on port {port}.";
        await context.Out.WriteLineAsync(state?.LogFile is null ? text : $"{text} Its log: {state.LogFile}");
        return alive ? ExitCode.Failed : ExitCode.NotRunning;
    }
}
