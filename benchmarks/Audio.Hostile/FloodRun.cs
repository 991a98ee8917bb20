using Audio.Hostile.Bystanders;
using Audio.Hostile.Daemon;
using Audio.Hostile.Floods;
using Audio.Hostile.Report;
using Audio.LoadGenerator;
using Audio.LoadGenerator.Driving;
using Audio.LoadGenerator.Measuring;

namespace Audio.Hostile;

/// <summary>Runs one flood against a daemon of its own, beside a client that pings and sessions that play.</summary>
/// <param name="program">The daemon's program.</param>
/// <param name="time">How long it lasts.</param>
internal sealed class FloodRun(string program, TimeSpan time)
{
    private const int Sessions = 32;
    private const int Clients = 2;

    /// <summary>The sessions play by then.</summary>
    private static readonly TimeSpan BeforeFlood = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan RampUp = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs it.</summary>
    public async Task<FloodRow> RunAsync(Flood flood)
    {
        using OwnDaemon daemon = await OwnDaemon.StartAsync(
            new DaemonOptions
            {
                Program = program,
                Options = flood.DaemonArguments,
                MaxFiles = flood.MaxFiles,
            }
        );
        using var over = new CancellationTokenSource();
        var context = new FloodContext(daemon.Port, daemon.SocketPath, over.Token);
        Task<StepResult?> playing = PlayAsync(daemon);
        await Task.Delay(BeforeFlood, TimeProvider.System);
        Task<Waits> ping = Start(() => Bystander.Ping(context));
        Task<Waits> health = Start(() => Bystander.LookAtHealth(context));
        Task<bool>[] clients =
        [
            .. Enumerable
                .Range(0, Clients)
                .Select(number =>
                    Start(() =>
                    {
                        flood.Run(context, number);
                        return true;
                    })
                ),
        ];
        await Task.Delay(time, TimeProvider.System);
        string note = daemon.IsRunning ? await NoteAsync(flood, context, daemon) : "";
        await over.CancelAsync();
        await Task.WhenAll([ping, health, .. clients]);
        StepResult? played = await playing;
        return new FloodRow(
            flood.Name,
            await ping,
            await health,
            played is { Faults: [] } ? played.Underruns : null,
            played?.DaemonCpu,
            ProcessState.Of(daemon.ProcessId)?.ResidentMiB,
            note,
            daemon.IsRunning ? null : string.Join('\n', daemon.Output.Split('\n').TakeLast(20))
        );
    }

    private async Task<string> NoteAsync(Flood flood, FloodContext context, OwnDaemon daemon)
    {
        try
        {
            return await flood.NoteAsync(context, daemon, time);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return "no answer";
        }
    }

    /// <summary>The playing sessions; <see langword="null"/> if the daemon did not live long enough.</summary>
    private async Task<StepResult?> PlayAsync(OwnDaemon daemon)
    {
        var options = new LoadOptions
        {
            Port = daemon.Port,
            ProcessId = daemon.ProcessId,
            PerConnection = 4,
            RampUp = RampUp,
            Measured = time,
            WatchCollections = false,
        };
        try
        {
            return await new LoadStep(options, watch: null).RunAsync(Sessions);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            return null;
        }
    }

    private static Task<T> Start<T>(Func<T> act) =>
        Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
