using Audio.Cli.Daemon.Connections;
using Audio.Cli.Logging;
using Audio.Cli.Signals;
using Audio.Cli.State;
using Audio.Core.Engine;
using Audio.Core.Sinks;
using Audio.Host;
using Audio.Host.Options;
using Audio.Host.Running;
using Audio.Host.State;
using Audio.Host.V4;
using Audio.Host.Warming;
using Serilog.Core;

namespace Audio.Cli.Daemon;

/// <summary>
/// One run of the daemon, from claiming its port to its end. What keeps it from running is an exception whose message
/// is one line for the user.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="arguments">The options from the command line, for <c>restart</c>.</param>
internal sealed class DaemonRunner(DaemonOptions options, IReadOnlyDictionary<string, string> arguments)
{
    /// <summary>Whether it runs in the background, launched by <c>start</c>.</summary>
    public bool Detached { get; init; }

    /// <summary>The console log of a foreground daemon.</summary>
    public TextWriter Out { get; init; } = TextWriter.Null;

    /// <summary>For warnings before the log is open.</summary>
    public TextWriter Error { get; init; } = TextWriter.Null;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Cancelled to stop the daemon, like a signal.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>
    /// Runs until told to stop, which may happen at any time, even during startup; whatever was opened by then is
    /// closed.
    /// </summary>
    /// <exception cref="PortTakenException">Another program has the port.</exception>
    /// <exception cref="DaemonException">The daemon cannot start, or fails while running.</exception>
    public async Task RunAsync()
    {
        if (Detached)
            Detachment.LeaveTerminal();
        using var signals = new Interruption();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Token, Stop);
        CheckPidFile();
        using PortClaim claim = PortClaims.Take(options);
        RollingLogFile? file = OpenLog(DaemonFiles.Log(options, claim.Port, Environment));
        await using Logger log = DaemonLog.Create(file, console: Detached ? null : Out, options.Debug);
        await RunAsync(claim, file, log, stop.Token);
    }

    private async Task RunAsync(PortClaim claim, RollingLogFile? file, Logger log, CancellationToken stop)
    {
        UnhandledExceptionEventHandler unhandled = (_, e) =>
            log.Fatal(e.ExceptionObject as Exception, "The daemon failed");
        AppDomain.CurrentDomain.UnhandledException += unhandled;
        try
        {
            var budget = DescriptorBudget.OfThisProcess(Time);
            DaemonOptions fitted = GuardedTransport.Fit(options, budget, log);
            var identity = new DaemonIdentity(claim.Port, Time);
            using var local = LocalSocket.Take(options, claim.Port, Environment, out string? warning);
            if (warning is not null)
                log.Warning("{Warning}", warning);
            StateStore store = DaemonFiles.Store(options, Environment);
            await using WebApplication app = DaemonApplication.Build(
                fitted,
                identity,
                claim,
                local,
                Time,
                log,
                new BusFile(store.Folder, claim.Port),
                web => GuardedTransport.Use(web, fitted, claim, local, budget, Time, log),
                stop
            );
            stop.ThrowIfCancellationRequested();
            AudioEngine engine = DaemonApplication.StartEngine(app);
            // bus volumes saved for a randomly chosen port are not meant for this daemon
            if (options.Port != 0)
                app.Services.GetRequiredService<BusSettings>().Restore();

            DaemonState state = StateOf(identity, claim, file?.Path);
            // callbacks run in reverse order: the port is still claimed when this one runs
            app.Lifetime.ApplicationStopping.Register(() => NoteStopping(store, state, log));
            try
            {
                await app.StartAsync(stop);
                Note(store, state, log);
                Announce(identity, claim, engine.Output, log);
                if (Detached && file is not null)
                {
                    file.Rolled = Detachment.SendOutputTo;
                    Detachment.LetGo(file.Path);
                }

                // the starting command no longer waits
                Task warm = WarmUp.RunAsync(Time, log, app.Lifetime.ApplicationStopping);
                await app.WaitForShutdownAsync(CancellationToken.None);
                await warm;
                log.Information("Stopped");
            }
            finally
            {
                Forget(store, state, log);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            log.Information("Stopped while it was starting");
        }
        catch (Exception e) when (e is not DaemonException)
        {
            log.Fatal(e, "The daemon failed");
            throw new DaemonException($"The daemon failed: {e.Message.TrimEnd('.')}. Its log has details.", e);
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
    /// A foreground daemon runs even where no file can be written, as in a sealed container; <c>start</c> needs its
    /// files.
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
                $"The log {path} cannot be written ({e.Message.TrimEnd('.')}). Choose another with --log-dir or "
                + "--log-file.";
            if (Detached)
                throw new DaemonException(message, e);
            Error.WriteLine($"audiod: {message} Continuing without it.");
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
            throw new DaemonException(e.Message, e); // it was requested explicitly
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (Detached)
            {
                throw new DaemonException(
                    $"The state folder {store.Folder} cannot be written ({e.Message.TrimEnd('.')}). Choose "
                        + "another with --state-dir.",
                    e
                );
            }

            log.Warning(
                "The state folder {Folder} cannot be written ({Reason}): 'audiod status' and 'stop' will not "
                    + "find this daemon",
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
                "The state folder {Folder} cannot be written ({Reason}): other commands will not know that this "
                    + "daemon is stopping",
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
                "The state file of this daemon remains in {Folder} ({Reason}): 'audiod stop {Port}' removes it",
                store.Folder,
                e.Message,
                state.Port
            );
        }
    }

    /// <exception cref="DaemonException">The file holds something other than a process id.</exception>
    private void CheckPidFile()
    {
        if (options.PidFile is not null && !StateStore.MayBePidFile(options.PidFile))
        {
            throw new DaemonException(
                $"{options.PidFile} exists and holds no process id; it was not changed. Choose another --pid-file."
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
