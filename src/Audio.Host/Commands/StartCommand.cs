using System.CommandLine;
using System.Text.Json;
using Audio.Host.Options;
using Audio.Host.Processes;
using Audio.Host.State;

namespace Audio.Host.Commands;

/// <summary><c>audiod start</c>: the daemon, in the background; returns when it answers.</summary>
internal static class StartCommand
{
    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new Command("start", "Run the daemon in the background; returns when it answers.");
        symbols.AddPortTo(command);
        symbols.AddTo(command, Settings.All);
        command.SetAction((parsed, _) => StartAsync(symbols.ValuesOf(parsed), context));
        return command;
    }

    /// <summary>Starts a daemon, unless one runs on the port.</summary>
    public static async Task<int> StartAsync(IReadOnlyDictionary<string, string> arguments, CommandContext context)
    {
        DaemonOptions options = context.Options(arguments);
        StateStore store = context.Store(options);
        if (store.Read(options.Port) is { } state)
        {
            if (state.Process.IsRunning)
                return await AlreadyRunningAsync(state, context);
            await context.Out.WriteLineAsync(Gone(state));
            store.Remove(state);
        }

        if (options.PidFile is not null && Holder(options, store) is { } holder)
        {
            await context.Error.WriteLineAsync(
                $"audiod: {options.PidFile} belongs to the daemon on port {holder.Port} (pid {holder.Process.Id}). Stop that first, or name another --pid-file.");
            return ExitCode.Failed;
        }

        using var launch = new DaemonLaunch(context, options, arguments);
        LaunchResult result = await launch.RunAsync();
        if (result.State is { } started)
        {
            await context.Out.WriteLineAsync($"audiod {started.Version} runs on port {started.Port} (pid {started.Process.Id}). Log: {started.LogFile}");
            await SayIfInaudibleAsync(started, context);
            return ExitCode.Ok;
        }

        // Another start was quicker.
        if (result.ExitCode == ExitCode.PortTaken && store.Read(options.Port) is { Process.IsRunning: true } other)
            return await AlreadyRunningAsync(other, context);

        await context.Error.WriteLineAsync(result.Failure);
        return result.ExitCode;
    }

    private static async Task<int> AlreadyRunningAsync(DaemonState state, CommandContext context)
    {
        await context.Out.WriteLineAsync($"audiod is already running on port {state.Port} (pid {state.Process.Id}).");
        await SayIfInaudibleAsync(state, context);
        return ExitCode.Ok;
    }

    private static async Task SayIfInaudibleAsync(DaemonState state, CommandContext context)
    {
        using var probe = new DaemonProbe();
        using JsonDocument? health = await probe.HealthAsync(state.Url);
        if (health is not null && AudibilityText.Trouble(health.RootElement) is { } trouble)
            await context.Out.WriteLineAsync(trouble);
    }

    /// <summary>What became of a daemon that left its state file behind.</summary>
    public static string Gone(DaemonState state) =>
        ProcessMark.Of(state.Process.Id) is null
            ? $"The daemon on port {state.Port} (pid {state.Process.Id}) had ended without cleaning up."
            : $"The daemon on port {state.Port} had ended without cleaning up; its pid {state.Process.Id} belongs to another program now.";

    /// <summary>The running daemon whose process id is in the pid file.</summary>
    private static DaemonState? Holder(DaemonOptions options, StateStore store) =>
        StateStore.ReadPid(options.PidFile!) is { } pid
            ? store.ReadAll().FirstOrDefault(s => s.Process.Id == pid && s.Process.IsRunning)
            : null;
}
