using System.CommandLine;
using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Cli.State;
using Audio.Host;
using Audio.Host.Options;
using Audio.Host.Running;
using Audio.Host.State;

namespace Audio.Cli.Commands;

/// <summary>
/// <c>audiod restart</c>: stops the daemon and starts it again with its previous options, except those given now. If no
/// daemon was started on the given port, the running daemon moves there.
/// </summary>
internal static class RestartCommand
{
    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new Command(
            "restart",
            "Stop the daemon and start it again with the same options, except those given now."
        );
        symbols.AddPortTo(command);
        symbols.AddTo(command, Settings.All);
        command.SetAction((parsed, _) => RestartAsync(symbols.ValuesOf(parsed), context));
        return command;
    }

    private static async Task<int> RestartAsync(IReadOnlyDictionary<string, string> arguments, CommandContext context)
    {
        (_, StateStore store, int port) = await PendingStart.WaitAsync(context, arguments);
        DaemonState? old = store.Read(port);
        if (old is null && context.IsPortGiven(arguments))
        {
            DaemonState[] others = [.. store.ReadAll().Where(state => state.Process.IsRunning)];
            if (others.Length > 1)
            {
                string ports = string.Join(", ", others.Select(o => o.Port).Order());
                await context.Error.WriteLineAsync(
                    $"audiod: no daemon was started on port {port}, and several are running: {ports}. "
                        + $"Stop the one that should move there, or start another: audiod start {port}"
                );
                return ExitCode.Failed;
            }
            old = others.FirstOrDefault();
        }

        var merged = new Dictionary<string, string>(old?.Arguments ?? new Dictionary<string, string>());
        foreach ((string name, string value) in arguments)
            merged[name] = value;
        merged[Settings.Port.Name] = $"{port}"; // A daemon that was given a free port keeps that port.
        DaemonOptions options = context.Options(merged); // Invalid options must fail before anything is stopped.
        if (old is not null && old.Port != port && await MoveAsync(old, options, store, context) is { } refusal)
            return refusal;

        int stopped = await StopCommand.StopAsync(old?.Port ?? port, store, context);
        return stopped == ExitCode.Ok ? await StartCommand.StartAsync(merged, context) : stopped;
    }

    /// <summary>
    /// Prepares the move of the running daemon to another port, with its volumes. If it cannot have that port, nothing
    /// changes.
    /// </summary>
    /// <returns>The exit code if the port cannot be used, otherwise <see langword="null"/>.</returns>
    private static async Task<int?> MoveAsync(
        DaemonState old,
        DaemonOptions options,
        StateStore store,
        CommandContext context
    )
    {
        try
        {
            PortClaims.Take(options).Dispose();
        }
        catch (DaemonException e)
        {
            FailureText failure = await FailureText.OfAsync(e, options);
            await context.Error.WriteLineAsync(
                $"audiod: {failure.Message} The daemon on port {old.Port} keeps running."
            );
            return failure.ExitCode;
        }

        await context.Out.WriteLineAsync(
            $"audiod moves from port {old.Port} to {(options.Port == 0 ? "a free port" : options.Port)}."
        );
        if (options.Port != 0)
            new BusFile(store.Folder, options.Port).ContinueFrom(new BusFile(store.Folder, old.Port));
        return null;
    }
}
