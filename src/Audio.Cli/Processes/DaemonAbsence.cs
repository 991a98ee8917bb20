using Audio.Cli.Invocation;
using Audio.Cli.State;
using Audio.Host.Options;

namespace Audio.Cli.Processes;

/// <summary>Reports that a command found no daemon, and what to do about it.</summary>
internal static class DaemonAbsence
{
    /// <summary>Finds out why no daemon answered, and reports it.</summary>
    /// <param name="context">Where to report it.</param>
    /// <param name="store">The daemons that were started.</param>
    /// <param name="port">The port that was tried.</param>
    /// <param name="error">The error of the failed attempt; reported if a daemon answers now.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> ReportAsync(CommandContext context, StateStore store, int port, string? error = null)
    {
        using var probe = new DaemonProbe();
        ProbeAnswer answer = await probe.AskAsync(CommandContext.UrlOf(port, store));
        DaemonState? state = store.Read(port);
        string start = $"{port}" == Settings.Port.Default ? "audiod start" : $"audiod start {port}";
        (string text, int code) = answer switch
        {
            ProbeAnswer.Daemon => (
                error ?? $"the daemon on port {port} did not answer in time; try again.",
                ExitCode.Failed
            ),
            ProbeAnswer.Other => (
                $"the program on port {port} is not a healthy audio daemon. "
                    + "Give the right --port, or start a daemon on a free port: audiod start 0",
                ExitCode.Failed
            ),
            _ when state is { IsStopping: true, Process.IsRunning: true } => (
                $"the daemon on port {port} (pid {state.Process.Id}) is stopping. "
                    + $"Start it again once it has stopped: {start}",
                ExitCode.Failed
            ),
            _ when state?.Process.IsRunning == true => (
                $"the daemon on port {port} (pid {state.Process.Id}) is running but does not answer. "
                    + $"Its log: {state.LogFile}",
                ExitCode.Failed
            ),
            _ => ($"no daemon runs on port {port}. Start one: {start}", ExitCode.NotRunning),
        };
        await context.Error.WriteLineAsync($"audiod: {text}");
        return code;
    }
}
