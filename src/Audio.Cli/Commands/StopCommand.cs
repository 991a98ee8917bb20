using System.CommandLine;
using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Host.Options;
using Audio.Host.State;

namespace Audio.Cli.Commands;

/// <summary>
/// <c>audiod stop</c>: lets the daemon play to its end, at most for its drain limit, and waits until it is gone.
/// </summary>
internal static class StopCommand
{
    /// <summary>What a daemon gets beyond its drain limit before it is ended.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>In which a daemon that answers has written its state.</summary>
    private static readonly TimeSpan StateLimit = TimeSpan.FromSeconds(1);

    /// <summary>The longest that a daemon takes to end once it was told to.</summary>
    public static TimeSpan LimitOf(DaemonState state) => TimeSpan.FromMilliseconds(state.DrainLimitMs) + Grace;

    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new Command("stop", "Stop the daemon: it plays what it holds, then ends.");
        symbols.AddPortTo(command);
        symbols.AddTo(command, Settings.Finding);
        command.SetAction(
            async (parsed, _) =>
            {
                (DaemonOptions _, StateStore store, int port) = await PendingStart.WaitAsync(
                    context,
                    symbols.ValuesOf(parsed)
                );
                return await StopAsync(port, store, context);
            }
        );
        return command;
    }

    /// <summary>Stops the daemon on a port; that none runs is said, and is no failure.</summary>
    public static async Task<int> StopAsync(int port, StateStore store, CommandContext context)
    {
        if (store.Read(port) is not { } state)
            return await NotOursAsync(port, store, context);
        if (!state.Process.IsRunning)
        {
            store.Remove(state);
            await context.Out.WriteLineAsync($"{StartCommand.Gone(state)} Nothing to stop.");
            return ExitCode.Ok;
        }

        TimeSpan limit = LimitOf(state);
        // asked again, it would end in the middle of what it plays
        bool asked = state.IsStopping || ProcessSignals.AskToEnd(state.Process);
        if (!asked && state.Process.IsRunning)
        {
            await context.Error.WriteLineAsync(
                $"audiod: the daemon on port {port} (pid {state.Process.Id}) may not be stopped by this user."
            );
            return ExitCode.Failed;
        }

        if (await ProcessSignals.WaitUntilGoneAsync(state.Process, limit, context.Time))
        {
            await context.Out.WriteLineAsync($"audiod on port {port} (pid {state.Process.Id}) has stopped.");
        }
        else
        {
            ProcessSignals.End(state.Process);
            await ProcessSignals.WaitUntilGoneAsync(state.Process, Grace, context.Time);
            await context.Out.WriteLineAsync(
                $"audiod on port {port} (pid {state.Process.Id}) did not stop within {SettingText.Show(limit)} and was killed."
            );
        }

        store.Remove(state); // Where it could not do so itself.
        return ExitCode.Ok;
    }

    /// <summary>There is no state file: nothing runs, or a daemon that was started from another state folder.</summary>
    private static async Task<int> NotOursAsync(int port, StateStore store, CommandContext context)
    {
        using var probe = new DaemonProbe();
        if (port == 0 || await probe.AskAsync(new Uri($"http://127.0.0.1:{port}")) != ProbeAnswer.Daemon)
        {
            await context.Out.WriteLineAsync($"audiod is not running on port {port}.");
            return ExitCode.Ok;
        }
        // it was starting, and has just begun to answer
        if (await Poll.UntilAsync(() => store.Read(port) is not null, StateLimit, context.Time))
            return await StopAsync(port, store, context);

        await context.Error.WriteLineAsync(
            $"audiod: a daemon answers on port {port}, but it was not started with this state folder. Stop it where it was started, or name its --state-dir."
        );
        return ExitCode.Failed;
    }
}
