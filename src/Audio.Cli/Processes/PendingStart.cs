using Audio.Cli.Invocation;
using Audio.Host.Options;
using Audio.Host.State;

namespace Audio.Cli.Processes;

/// <summary>For commands that end a daemon: one that another command is starting right now is meant as well.</summary>
internal static class PendingStart
{
    /// <summary>
    /// Waits for a start that is under way, then says which daemon is meant (<see cref="CommandContext.Meant"/>).
    /// </summary>
    /// <exception cref="OptionException">A value cannot be used.</exception>
    public static async Task<(DaemonOptions Options, StateStore Store, int Port)> WaitAsync(
        CommandContext context,
        IReadOnlyDictionary<string, string> arguments
    )
    {
        DaemonOptions options = context.Options(arguments);
        StateStore store = context.Store(options);
        int? port = context.IsPortSaid(arguments) ? options.Port : null;
        if (StartMark.IsAny(store, port))
        {
            await context.Out.WriteLineAsync("A start is under way; waiting for it.");
            await Poll.UntilAsync(() => !StartMark.IsAny(store, port), DaemonLaunch.LongestStart, context.Time);
        }
        return context.Meant(arguments);
    }
}
