using System.CommandLine;
using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Host;
using Audio.Host.Options;
using Audio.Host.Running;
using Audio.Host.State;

namespace Audio.Cli.Commands;

/// <summary>
/// <c>audiod restart</c>: stop, then start with the options it was started with, but for those that are given now. With
/// a port on which none was started, the one daemon that runs moves there.
/// </summary>
internal static class RestartCommand
{
    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new Command(
            "restart",
            "Stop the daemon and start it again, with its old options where no new ones are given."
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
        if (old is null && context.IsPortSaid(arguments))
        {
            DaemonState[] others = [.. store.ReadAll().Where(state => state.Process.IsRunning)];
            if (others.Length > 1)
            {
                await context.Error.WriteLineAsync(
                    $"audiod: no daemon was started on port {port}, and more than one runs: {string.Join(", ", others.Select(o => o.Port).Order())}. "
                        + $"Stop the one that shall move there, or start one more: audiod start {port}"
                );
                return ExitCode.Failed;
            }
            old = others.FirstOrDefault();
        }

        var merged = new Dictionary<string, string>(old?.Arguments ?? new Dictionary<string, string>());
        foreach ((string name, string value) in arguments)
            merged[name] = value;
        merged[Settings.Port.Name] = $"{port}"; // A daemon on a free port comes back on the same one.
        DaemonOptions options = context.Options(merged); // What cannot be used is said before anything is stopped.
        if (old is not null && old.Port != port && await MoveAsync(old, options, store, context) is { } refusal)
            return refusal;

        int stopped = await StopCommand.StopAsync(old?.Port ?? port, store, context);
        return stopped == ExitCode.Ok ? await StartCommand.StartAsync(merged, context) : stopped;
    }

    /// <summary>
    /// The one daemon that runs shall go on at another port: with its options, as loud as it was, and only if it can
    /// have that port.
    /// </summary>
    /// <returns>The exit code where it cannot; it is left alone then.</returns>
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
                $"audiod: {failure.Message} The daemon on port {old.Port} was left alone."
            );
            return failure.ExitCode;
        }

        await context.Out.WriteLineAsync(
            $"audiod moves from port {old.Port} to {(options.Port == 0 ? "a free one" : options.Port)}."
        );
        if (options.Port != 0)
            new BusFile(store.Folder, options.Port).ContinueFrom(new BusFile(store.Folder, old.Port));
        return null;
    }
}
