using System.Net.Sockets;
using Audio.Client;
using Audio.Hostile.Daemon;
using Audio.Protocol;
using Audio.Soak.Clients;
using Audio.Soak.Ledger;
using Audio.Soak.Levels;

namespace Audio.Soak;

/// <summary>Starts a daemon, sends clients to it, and looks at what they leave.</summary>
/// <param name="options">The run.</param>
/// <param name="log">Told how it goes.</param>
internal sealed class SoakRun(SoakOptions options, TextWriter log)
{
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(1);
    private const int SamplesPerLine = 10;

    /// <summary>What has to pass before something is given up is short, so that a run sees much of it.</summary>
    private static readonly string[] DaemonArguments =
    [
        "--debug",
        "--log-size=1GiB",
        "--max-buffered=2s",
        "--inactive-timeout=5s",
        "--inactive-sweep=500ms",
        "--resume-window=2s",
        "--silent-after=500ms",
        "--drain=5s",
    ];

    private readonly SessionLedger _ledger = new();
    private readonly SoakTally _tally = new();
    private readonly LevelWatch _levels = new();
    private int _next = options.First;

    /// <summary>Runs all of it.</summary>
    public async Task<SoakOutcome> RunAsync(CancellationToken cancellationToken)
    {
        using OwnDaemon daemon = await OwnDaemon.StartAsync(
            new DaemonOptions { Program = options.Daemon, Options = DaemonArguments }
        );
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ProcessState before = ProcessState.Of(daemon.ProcessId) ?? throw new InvalidOperationException(daemon.Output);
        using var settling = new Settling(daemon, before);
        var target = new SoakTarget(daemon.Port, daemon.SocketPath);
        var clients = Task.WhenAll(
            Enumerable.Range(0, options.Clients).Select(_ => ComeAndGoAsync(target, stop.Token))
        );
        await WatchAsync(daemon, clients, stop);
        await log.WriteLineAsync("The clients leave.");
        await clients;
        if (daemon.IsRunning)
            await SettleAsync(settling);
        else
            _tally.AddFault($"The daemon has died:\n{Tail(daemon.Output)}");
        if (_levels.Growth is { } growth)
            _tally.AddFault(growth);
        if (await daemon.EndAsync() is var code and not 0)
            _tally.AddFault($"The daemon was asked to end and {(code is null ? "did not" : $"exited with {code}")}.");
        DaemonJournal journal = Examine(daemon);
        if (_tally.Faults.Count > 0 && options.KeptLog is { } kept)
            File.Copy(daemon.LogPath, kept, overwrite: true);
        return new SoakOutcome(options, _tally, _ledger, journal, _levels, before, settling.After);
    }

    private async Task ComeAndGoAsync(SoakTarget target, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            int number = Interlocked.Increment(ref _next) - 1;
            if (number >= options.First + options.Count)
                return;
            var turn = new Turn(target, options.Seed, number, _ledger, stop);
            var script = Script.Of(turn);
            try
            {
                await script.RunAsync(turn);
            }
            catch (ConnectionOver e)
            {
                _tally.AddCut(e.Message);
            }
            catch (Exception e) when (e is SoakFault or TimeoutException or ProtocolException or AudioDaemonException)
            {
                await FaultAsync($"client {number} ({script.Name}): {e.Message}");
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                _tally.AddCut(e.Message);
            }
            _tally.Add(script.Name);
        }
    }

    private Task FaultAsync(string what)
    {
        string fault = $"Seed {options.Seed}, {what}";
        _tally.AddFault(fault);
        return log.WriteLineAsync(fault);
    }

    private async Task WatchAsync(OwnDaemon daemon, Task clients, CancellationTokenSource stop)
    {
        long began = TimeProvider.System.GetTimestamp();
        for (int i = 1; TimeProvider.System.GetElapsedTime(began) < options.Time; i++)
        {
            await Task.WhenAny(clients, Task.Delay(Sampling, TimeProvider.System));
            if (clients.IsCompleted || ProcessState.Of(daemon.ProcessId) is not { } state)
                break;
            _levels.Add(state);
            if (i % SamplesPerLine == 0)
            {
                await log.WriteLineAsync(
                    $"{TimeProvider.System.GetElapsedTime(began).TotalSeconds.ToString("0").PadLeft(6)} s: "
                        + $"{_tally.Done.Values.Sum()} clients, "
                        + $"{_ledger.Accepted.Count + _ledger.AcceptedV3.Count} sessions, "
                        + $"{_ledger.Endings.Count} endings heard; {state.ResidentMiB:0} MiB, {state.Files} "
                        + $"descriptors, {state.Threads} threads; {_tally.Faults.Count} faults"
                );
            }
        }
        await stop.CancelAsync();
    }

    private async Task SettleAsync(Settling settling)
    {
        try
        {
            foreach (string fault in await settling.WaitAsync(options.SettledMiB))
                await FaultAsync(fault);
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException or OperationCanceledException)
        {
            await FaultAsync($"the daemon cannot be asked what is left: {e.Message}");
        }
    }

    private DaemonJournal Examine(OwnDaemon daemon)
    {
        var journal = DaemonJournal.Read(daemon.LogPath);
        foreach (string difference in Audit.Differences(_ledger, journal))
            _tally.AddFault($"Seed {options.Seed}: {difference}");
        if (journal.Faults.Count > 0)
        {
            string lines = string.Join('\n', journal.Faults.Take(10));
            _tally.AddFault(
                $"Seed {options.Seed}: the daemon's log has {journal.Faults.Count} lines of faults:\n{lines}"
            );
        }
        return journal;
    }

    private static string Tail(string text) => string.Join('\n', text.Split('\n').TakeLast(30));
}
