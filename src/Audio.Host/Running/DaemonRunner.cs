using Audio.Core.Engine;
using Audio.Core.Sinks;
using Audio.Host.Commands;
using Audio.Host.Logging;
using Audio.Host.Options;
using Audio.Host.Processes;
using Audio.Host.State;
using Audio.Host.V4;
using Serilog.Core;

namespace Audio.Host.Running;

/// <summary>
/// One run of the daemon, from the claim of its port to its exit code. Whatever goes wrong while it starts is one line
/// on standard error, which a starting command shows.
/// </summary>
/// <param name="context">The world.</param>
/// <param name="options">What it was told.</param>
/// <param name="arguments">The part of it that stood on the command line, for <c>restart</c>.</param>
/// <param name="detached">Whether it runs in the background, made by <c>start</c>.</param>
internal sealed class DaemonRunner(
    CommandContext context,
    DaemonOptions options,
    IReadOnlyDictionary<string, string> arguments,
    bool detached
)
{
    /// <summary>Asks it to stop, as a signal does.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>
    /// Runs until told to stop, which may be at any time from here on: also what a start has made by then is put away.
    /// </summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        if (detached)
            Detachment.LeaveTerminal();
        using var signals = new Interruption();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Token, Stop);
        try
        {
            CheckPidFile();
            using PortClaim claim = await PortClaims.TakeAsync(options);
            RollingLogFile? file = OpenLog(context.LogFile(options, claim.Port));
            await using Logger log = DaemonLog.Create(file, console: detached ? null : context.Out, options.Debug);
            return await RunAsync(claim, file, log, stop.Token);
        }
        catch (DaemonFailure e)
        {
            await context.Error.WriteLineAsync($"audiod: {e.Message}");
            return e.ExitCode;
        }
    }

    private async Task<int> RunAsync(PortClaim claim, RollingLogFile? file, Logger log, CancellationToken stop)
    {
        UnhandledExceptionEventHandler unhandled = (_, e) =>
            log.Fatal(e.ExceptionObject as Exception, "The daemon fails");
        AppDomain.CurrentDomain.UnhandledException += unhandled;
        try
        {
            var identity = new DaemonIdentity(claim.Port, Environment.ProcessId, context.Time.GetUtcNow());
            using var local = LocalSocket.Take(options, claim.Port, context.Environment, out string? warning);
            if (warning is not null)
                log.Warning("{Warning}", warning);
            StateStore store = context.Store(options);
            await using WebApplication app = DaemonApplication.Build(
                options,
                identity,
                claim,
                local,
                context.Time,
                log,
                new BusFile(store.Folder, claim.Port),
                stop
            );
            stop.ThrowIfCancellationRequested();
            AudioEngine engine = DaemonApplication.StartEngine(app);
            // what another daemon was told on a port that was free by chance is not meant for this one
            if (options.Port != 0)
                app.Services.GetRequiredService<BusSettings>().Restore();

            DaemonState state = StateOf(identity, claim, file?.Path);
            // the last one is called first: the port is still taken
            app.Lifetime.ApplicationStopping.Register(() => NoteStopping(store, state, log));
            try
            {
                await app.StartAsync(stop);
                Note(store, state, log);
                Announce(identity, claim, engine.Output, log);
                if (detached && file is not null)
                {
                    file.Rolled = Detachment.SendOutputTo;
                    Detachment.LetGo(file.Path);
                }

                // whoever started it waits no longer
                Task warm = WarmUp.RunAsync(context.Time, log, app.Lifetime.ApplicationStopping);
                await app.WaitForShutdownAsync(CancellationToken.None);
                await warm;
                log.Information("Stopped");
                return ExitCode.Ok;
            }
            finally
            {
                Forget(store, state, log);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            log.Information("Stopped while it was starting");
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is not DaemonFailure)
        {
            log.Fatal(e, "The daemon fails");
            throw new DaemonFailure(
                $"The daemon fails: {e.Message.TrimEnd('.')}. Its log has more.",
                ExitCode.Failed,
                e
            );
        }
        finally
        {
            AppDomain.CurrentDomain.UnhandledException -= unhandled;
        }
    }

    private static void Announce(DaemonIdentity identity, PortClaim claim, OutputStatus output, Logger log) =>
        log.Information(
            "audiod {Version} listens on port {Port} ({Addresses}), plays through {Sink}, pid {Pid}",
            DaemonIdentity.Version,
            identity.Port,
            string.Join(", ", claim.EndPoints.Select(e => e.Address)),
            output.Sink,
            identity.ProcessId
        );

    /// <summary>
    /// In the foreground a daemon also runs where no file can be written, as in a sealed container; <c>start</c> needs
    /// its files.
    /// </summary>
    private RollingLogFile? OpenLog(string path)
    {
        try
        {
            return new RollingLogFile(path, options.Log.MaxFileBytes, options.Log.FilesKept, new LineFormatter());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string message =
                $"The log {path} cannot be written ({e.Message.TrimEnd('.')}). Name another with --log-dir or --log-file.";
            if (detached)
                throw new DaemonFailure(message, ExitCode.Failed, e);
            context.Error.WriteLine($"audiod: {message} Going on without it.");
            return null;
        }
    }

    private void Note(StateStore store, DaemonState state, Logger log)
    {
        try
        {
            store.Write(state);
        }
        catch (PidFileException e)
        {
            throw new DaemonFailure(e.Message, ExitCode.Failed, e); // it was asked for by name
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (detached)
            {
                throw new DaemonFailure(
                    $"The state folder {store.Folder} cannot be written ({e.Message.TrimEnd('.')}). Name another with --state-dir.",
                    ExitCode.Failed,
                    e
                );
            }

            log.Warning(
                "The state folder {Folder} cannot be written ({Reason}): 'audiod status' and 'stop' will not find this daemon",
                store.Folder,
                e.Message.TrimEnd('.')
            );
        }
    }

    private static void NoteStopping(StateStore store, DaemonState state, Logger log)
    {
        try
        {
            store.WriteStopping(state);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warning(
                "The state folder {Folder} cannot be written ({Reason}): other commands will not know that this daemon is stopping",
                store.Folder,
                e.Message
            );
        }
    }

    private static void Forget(StateStore store, DaemonState state, Logger log)
    {
        try
        {
            store.Remove(state);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warning(
                "The state of this daemon stays in {Folder} ({Reason}): 'audiod stop {Port}' removes it",
                store.Folder,
                e.Message,
                state.Port
            );
        }
    }

    /// <exception cref="DaemonFailure">It holds something else.</exception>
    private void CheckPidFile()
    {
        if (options.PidFile is not null && !StateStore.MayBePidFile(options.PidFile))
        {
            throw new DaemonFailure(
                $"{options.PidFile} is there already and holds no process id: it stays as it is. Name another --pid-file.",
                ExitCode.Failed
            );
        }
    }

    private DaemonState StateOf(DaemonIdentity identity, PortClaim claim, string? logFile) =>
        new()
        {
            Process = ProcessMark.Current(),
            Port = identity.Port,
            Address = claim.Reachable.ToString(),
            StartedAt = identity.StartedAt,
            Version = DaemonIdentity.Version,
            LogFile = logFile,
            PidFile = options.PidFile,
            DrainLimitMs = (long)options.DrainLimit.TotalMilliseconds,
            Arguments = arguments.ToDictionary(
                a => a.Key,
                a => Settings.All.First(s => s.Name == a.Key).Anchor?.Invoke(a.Value) ?? a.Value
            ),
        };
}
