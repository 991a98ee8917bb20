using System.CommandLine;
using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Cli.State;
using Audio.Host.Options;

namespace Audio.Cli.Commands;

/// <summary>
/// <c>audiod stop</c>: lets the daemon finish playing, for at most its drain limit, and waits until it has exited.
/// </summary>
internal static class StopCommand
{
    /// <summary>Time allowed beyond the drain limit before the daemon is killed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Time allowed for a daemon that already answers to write its state file.</summary>
    private static readonly TimeSpan StateLimit = TimeSpan.FromSeconds(1);

    /// <summary>Time allowed for a daemon to exit after it was asked to stop.</summary>
    public static TimeSpan LimitOf(DaemonState state) => TimeSpan.FromMilliseconds(state.DrainLimitMs) + Grace;

    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new Command("stop", "Let the daemon finish playing, then stop it.");
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

    /// <summary>Stops the daemon on a port. If none runs, it says so and succeeds.</summary>
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
        // A second signal would end the daemon at once and cut off its sound.
        bool asked = state.IsStopping || ProcessSignals.AskToEnd(state.Process);
        if (!asked && state.Process.IsRunning)
        {
            await context.Error.WriteLineAsync(
                $"audiod: the daemon on port {port} (pid {state.Process.Id}) cannot be stopped by this user."
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
                $"audiod on port {port} (pid {state.Process.Id}) did not stop within {SettingText.Show(limit)} "
                    + "and was killed."
            );
        }

        store.Remove(state); // A daemon that was killed could not do so itself.
        return ExitCode.Ok;
    }

    /// <summary>Handles a missing state file: no daemon runs, or one with another state folder does.</summary>
    private static async Task<int> NotOursAsync(int port, StateStore store, CommandContext context)
    {
        using var probe = new DaemonProbe();
        if (port == 0 || await probe.AskAsync(new Uri($"http://127.0.0.1:{port}")) != ProbeAnswer.Daemon)
        {
            await context.Out.WriteLineAsync($"audiod is not running on port {port}.");
            return ExitCode.Ok;
        }
        // A daemon that is starting may answer just before it writes its state file.
        if (await Poll.UntilAsync(() => store.Read(port) is not null, StateLimit, context.Time))
            return await StopAsync(port, store, context);

        await context.Error.WriteLineAsync(
            $"audiod: a daemon answers on port {port}, but it was not started with this state folder. "
                + "Stop it where it was started, or give its --state-dir."
        );
        return ExitCode.Failed;
    }
}
