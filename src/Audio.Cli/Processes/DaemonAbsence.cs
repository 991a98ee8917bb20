using Audio.Cli.Invocation;
using Audio.Host.Options;
using Audio.Host.State;

namespace Audio.Cli.Processes;

/// <summary>Says that there is no daemon where a command needs one, and what helps.</summary>
internal static class DaemonAbsence
{
    /// <summary>Looks why nobody answered, and says it.</summary>
    /// <param name="context">Where it is said.</param>
    /// <param name="store">Which daemons were started.</param>
    /// <param name="port">The port that was meant.</param>
    /// <param name="error">What the attempt said; told where something answers all the same.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> SayAsync(CommandContext context, StateStore store, int port, string? error = null)
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
                $"what answers on port {port} is no healthy audio daemon. Name the right --port, or start one on a free port: audiod start 0",
                ExitCode.Failed
            ),
            _ when state is { IsStopping: true, Process.IsRunning: true } => (
                $"the daemon on port {port} (pid {state.Process.Id}) is stopping. Start it again when it has gone: {start}",
                ExitCode.Failed
            ),
            _ when state?.Process.IsRunning == true => (
                $"the daemon on port {port} (pid {state.Process.Id}) runs, but does not answer. Its log: {state.LogFile}",
                ExitCode.Failed
            ),
            _ => ($"no daemon runs on port {port}. Start one: {start}", ExitCode.NotRunning),
        };
        await context.Error.WriteLineAsync($"audiod: {text}");
        return code;
    }
}
