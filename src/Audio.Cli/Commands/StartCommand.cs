using System.CommandLine;
using System.Text.Json;
using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Cli.Signals;
using Audio.Cli.State;
using Audio.Cli.Status;
using Audio.Host.Options;

namespace Audio.Cli.Commands;

/// <summary><c>audiod start</c>: starts the daemon in the background and waits until it answers.</summary>
internal static class StartCommand
{
    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new Command("start", "Start the daemon in the background and wait until it answers.");
        symbols.AddPortTo(command);
        symbols.AddTo(command, Settings.All);
        command.SetAction((parsed, _) => StartAsync(symbols.ValuesOf(parsed), context));
        return command;
    }

    /// <summary>Starts a daemon, unless one already runs on the port.</summary>
    public static async Task<int> StartAsync(IReadOnlyDictionary<string, string> arguments, CommandContext context)
    {
        DaemonOptions options = context.Options(arguments);
        StateStore store = context.Store(options);
        using var interruption = new Interruption();
        using var mark = new StartMark(store, options.Port);
        if (store.Read(options.Port) is { } state)
        {
            if (state.Process.IsRunning && !await IsEndingAsync(state, store))
                return await AlreadyRunningAsync(state, context);
            if (state.Process.IsRunning)
            {
                if (await WaitUntilGoneAsync(state, context, interruption.Token) is { } failure)
                    return failure;
            }
            else
            {
                await context.Out.WriteLineAsync(Gone(state));
            }
            store.Remove(state);
        }

        if (options.PidFile is not null && Holder(options, store) is { } holder)
        {
            await context.Error.WriteLineAsync(
                $"audiod: {options.PidFile} belongs to the daemon on port {holder.Port} (pid {holder.Process.Id}). "
                    + "Stop that daemon first, or give another --pid-file."
            );
            return ExitCode.Failed;
        }

        using var launch = new DaemonLaunch(context, options, arguments);
        LaunchResult result = await launch.RunAsync(interruption.Token);
        if (result.State is { } started)
        {
            await context.Out.WriteLineAsync(
                $"audiod {started.Version} runs on port {started.Port} (pid {started.Process.Id}). "
                    + $"Log: {started.LogFile}"
            );
            await ReportFileAsync(options, await launch.FileAsync(started), context);
            await ReportIfInaudibleAsync(started, context);
            return ExitCode.Ok;
        }

        // Another start may have taken the port in the meantime.
        if (result.ExitCode == ExitCode.PortTaken && store.Read(options.Port) is { Process.IsRunning: true } other)
            return await AlreadyRunningAsync(other, context);

        await context.Error.WriteAsync(result.Failure + Environment.NewLine);
        return result.ExitCode;
    }

    /// <summary>Existing files are not overwritten: reports the file that is written instead.</summary>
    private static async Task ReportFileAsync(DaemonOptions options, string? file, CommandContext context)
    {
        const string Wav = "wav:";
        string sink = options.Engine.Sink.Sink;
        if (
            file is not null
            && sink.StartsWith(Wav, StringComparison.Ordinal)
            && sink[Wav.Length..] is var asked
            && asked != file
        )
        {
            await context.Out.WriteLineAsync($"The mix goes to {file}: {asked} already exists and is not overwritten.");
        }
    }

    /// <summary>
    /// Whether a running daemon is stopping. The daemon records this in its state just before it closes its port, so
    /// the state is read again if the daemon does not answer.
    /// </summary>
    private static async Task<bool> IsEndingAsync(DaemonState state, StateStore store)
    {
        if (state.IsStopping)
            return true;
        using var probe = new DaemonProbe();
        return !await probe.IsHealthyAsync(state.Url)
            && (!state.Process.IsRunning || store.Read(state.Port) is { IsStopping: true });
    }

    /// <returns>The exit code if the wait fails; <see langword="null"/> if the daemon has exited.</returns>
    private static async Task<int?> WaitUntilGoneAsync(
        DaemonState state,
        CommandContext context,
        CancellationToken stop
    )
    {
        await context.Out.WriteLineAsync(
            $"The daemon on port {state.Port} (pid {state.Process.Id}) is stopping; waiting for it to finish playing."
        );
        TimeSpan limit = StopCommand.LimitOf(state);
        await Poll.UntilAsync(() => !state.Process.IsRunning || stop.IsCancellationRequested, limit, context.Time);
        if (stop.IsCancellationRequested)
            return ExitCode.Interrupted;
        if (!state.Process.IsRunning)
            return null;
        await context.Error.WriteLineAsync(
            $"audiod: the daemon on port {state.Port} (pid {state.Process.Id}) did not exit within "
                + $"{SettingText.Show(limit)}. Stop it with: audiod stop {state.Port}"
        );
        return ExitCode.Failed;
    }

    private static async Task<int> AlreadyRunningAsync(DaemonState state, CommandContext context)
    {
        await context.Out.WriteLineAsync($"audiod is already running on port {state.Port} (pid {state.Process.Id}).");
        await ReportIfInaudibleAsync(state, context);
        return ExitCode.Ok;
    }

    private static async Task ReportIfInaudibleAsync(DaemonState state, CommandContext context)
    {
        using var probe = new DaemonProbe();
        using JsonDocument? health = await probe.HealthAsync(state.Url);
        if (health is not null && AudibilityText.Trouble(health.RootElement) is { } trouble)
            await context.Out.WriteLineAsync(trouble);
    }

    /// <summary>Describes a daemon that exited and left its state file behind.</summary>
    public static string Gone(DaemonState state) =>
        ProcessMark.Of(state.Process.Id) is null
            ? $"The daemon on port {state.Port} (pid {state.Process.Id}) exited without cleaning up."
            : $"The daemon on port {state.Port} exited without cleaning up; "
                + $"its pid {state.Process.Id} now belongs to another program.";

    /// <summary>The running daemon whose process id is in the pid file, or <see langword="null"/>.</summary>
    private static DaemonState? Holder(DaemonOptions options, StateStore store) =>
        StateStore.ReadPid(options.PidFile!) is { } pid
            ? store.ReadAll().FirstOrDefault(s => s.Process.Id == pid && s.Process.IsRunning)
            : null;
}
