using Audio.Cli.Invocation;
using Audio.Cli.State;
using Audio.Host.Options;

namespace Audio.Cli.Processes;

/// <summary>Lets commands that stop a daemon also find one that another command is just starting.</summary>
internal static class PendingStart
{
    /// <summary>
    /// Waits for a start in progress, then finds the daemon that a command applies to
    /// (<see cref="CommandContext.Target"/>).
    /// </summary>
    /// <exception cref="OptionException">A value is invalid.</exception>
    public static async Task<(DaemonOptions Options, StateStore Store, int Port)> WaitAsync(
        CommandContext context,
        IReadOnlyDictionary<string, string> arguments
    )
    {
        DaemonOptions options = context.Options(arguments);
        StateStore store = context.Store(options);
        int? port = context.IsPortGiven(arguments) ? options.Port : null;
        if (StartMark.IsAny(store, port))
        {
            await context.Out.WriteLineAsync("A start is in progress; waiting for it.");
            await Poll.UntilAsync(() => !StartMark.IsAny(store, port), DaemonLaunch.LongestStart, context.Time);
        }
        return context.Target(arguments);
    }
}
