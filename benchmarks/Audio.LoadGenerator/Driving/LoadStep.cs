using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Audio.LoadGenerator.Clients;
using Audio.LoadGenerator.Measuring;

namespace Audio.LoadGenerator.Driving;

/// <summary>A run with a fixed number of sessions, from none to none.</summary>
/// <param name="options">The load.</param>
/// <param name="watch">The daemon's collections, if they are recorded.</param>
internal sealed class LoadStep(LoadOptions options, GcWatch? watch)
{
    private static readonly TimeSpan BeforeStart = TimeSpan.FromMilliseconds(300);

    /// <summary>Waits after the last session has begun, so that compilation has settled.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <summary>Runs it.</summary>
    public async Task<StepResult> RunAsync(int sessions)
    {
        int perConnection = options.Protocol == LoadProtocol.V4 ? options.PerConnection : 1;
        Driver[] drivers = Prepare(sessions, (sessions + perConnection - 1) / perConnection);
        try
        {
            return await RunAsync(sessions, drivers);
        }
        finally
        {
            foreach (Driver driver in drivers)
                driver.Dispose();
        }
    }

    private async Task<StepResult> RunAsync(int sessions, Driver[] drivers)
    {
        Task[] running =
        [
            .. drivers.Select(static driver =>
                Task.Factory.StartNew(
                    driver.Run,
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                )
            ),
        ];
        await Task.Delay(BeforeStart + options.RampUp + Settling, TimeProvider.System);
        (ProcessUsage daemon, TimeSpan own, MachineUsage machine, long start, DateTime startUtc) = Usage();
        await Task.WhenAny(Task.Delay(options.Measured, TimeProvider.System), Task.WhenAll(running));
        (ProcessUsage daemonAfter, TimeSpan ownAfter, MachineUsage machineAfter, long end, DateTime endUtc) = Usage();
        JsonElement[] playing = options.Protocol == LoadProtocol.V3 ? await PlaybackAsync() : [];
        foreach (Driver driver in drivers)
            driver.Stop();
        await Task.WhenAll(running);

        var total = new Recorder(options);
        foreach (Driver driver in drivers)
            total.Add(driver.Recorder);
        AddPlayback(total, playing);
        double seconds = Stopwatch.GetElapsedTime(start, end).TotalSeconds;
        return new StepResult
        {
            Sessions = sessions,
            Connections = drivers.Sum(static driver => driver.ConnectionCount),
            Seconds = seconds,
            Started = total.Started,
            Whole = total.Whole,
            Underruns = total.Underruns,
            SessionsWithUnderruns = total.SessionsWithUnderruns,
            Faults = total.FaultTexts,
            TtfaMs = Percentiles.Of(total.Ttfa),
            MixedMs = Percentiles.Of(total.Mixed),
            SentLateMs = Percentiles.Of(total.Late),
            Chunks = total.Chunks,
            DaemonCpu = (daemonAfter.Cpu - daemon.Cpu).TotalSeconds / seconds,
            GeneratorCpu = (ownAfter - own).TotalSeconds / seconds,
            MachineCpu = (machineAfter.Busy - machine.Busy).TotalSeconds / seconds,
            ResidentMb = daemonAfter.ResidentBytes / 1e6,
            AnonymousMb = daemonAfter.AnonymousBytes / 1e6,
            PeakResidentMb = daemonAfter.PeakResidentBytes / 1e6,
            WakeUps = daemonAfter.WakeUpsSince(daemon) / seconds,
            Collections = watch?.Between(startUtc, endUtc),
        };
    }

    /// <summary>Connects, and plans when each session begins: evenly over the ramp.</summary>
    private Driver[] Prepare(int sessions, int connectionCount)
    {
        (Recorder Recorder, List<LoadConnection> Connections, List<Speaker> Speakers)[] groups = Enumerable
            .Range(0, Math.Min(options.Threads, connectionCount))
            .Select(_ =>
                (
                    Recorder: new Recorder(options),
                    Connections: new List<LoadConnection>(),
                    Speakers: new List<Speaker>()
                )
            )
            .ToArray();
        var connections = new (LoadConnection Connection, List<Speaker> Speakers)[connectionCount];
        for (int i = 0; i < connectionCount; i++)
        {
            (Recorder Recorder, List<LoadConnection> Connections, List<Speaker> Speakers) group = groups[
                i % groups.Length
            ];
            LoadConnection connection = options.Protocol switch
            {
                LoadProtocol.V4 => new V4LoadConnection(options, group.Recorder),
                LoadProtocol.V3 => new V3LoadConnection(options, group.Recorder),
                _ => new HttpLoadConnection(options, group.Recorder),
            };
            group.Connections.Add(connection);
            connections[i] = (connection, group.Speakers);
        }

        Driver[] drivers =
        [
            .. groups.Select(group => new Driver(options, group.Recorder, [.. group.Connections], group.Speakers)),
        ];
        foreach ((LoadConnection connection, _) in connections)
            connection.Connect();
        long start = Stopwatch.GetTimestamp() + (long)(BeforeStart.TotalSeconds * Stopwatch.Frequency);
        for (int i = 0; i < sessions; i++)
        {
            (LoadConnection connection, List<Speaker> speakers) = connections[i % connectionCount];
            speakers.Add(
                new Speaker(
                    i,
                    connection,
                    options,
                    start + (long)(options.RampUp.TotalSeconds * Stopwatch.Frequency * i / sessions)
                )
            );
        }
        return drivers;
    }

    private (ProcessUsage Daemon, TimeSpan Own, MachineUsage Machine, long At, DateTime Utc) Usage() =>
        (
            ProcessUsage.Of(options.ProcessId),
            Process.GetCurrentProcess().TotalProcessorTime,
            MachineUsage.Now(),
            Stopwatch.GetTimestamp(),
            TimeProvider.System.GetUtcNow().UtcDateTime
        );

    /// <summary>Version 3 does not report gaps and first sounds to its clients; the daemon's status does.</summary>
    private async Task<JsonElement[]> PlaybackAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{options.Port}") };
        return [.. (await http.GetFromJsonAsync<JsonElement>("/status")).GetProperty("playback").EnumerateArray()];
    }

    private static void AddPlayback(Recorder total, JsonElement[] playback)
    {
        foreach (JsonElement session in playback)
        {
            if (
                session.GetProperty("client").GetString() is not { } client
                || !total.TakenAfter.TryGetValue(client, out long taken)
            )
            {
                continue;
            }

            int underruns = session.GetProperty("underruns").GetInt32();
            total.Underruns += underruns;
            total.SessionsWithUnderruns += underruns > 0 ? 1 : 0;
            if (session.GetProperty("ttfaMs") is { ValueKind: JsonValueKind.Number } ttfa)
                Recorder.Record(total.Ttfa, taken + (long)(1000 * ttfa.GetDouble()));
        }
    }
}
