using System.CommandLine;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using Audio.Compare;
using Audio.Compare.Processor;
using Audio.Compare.Report;
using Audio.Compare.Ways;

Option<int> port = Required<int>("--port"),
    daemon = Required<int>("--daemon-pid");
Option<int[]> server = new("--server-pid") { Required = true, AllowMultipleArgumentsPerToken = true };
Option<string> serverName = Required<string>("--server");
Option<string> audiod = Required<string>("--audiod"),
    baseline = Required<string>("--baseline"),
    monitor = Required<string>("--monitor");
Option<string> folder = Required<string>("--folder"),
    reports = Required<string>("--reports"),
    commit = Required<string>("--commit");
Option<string?> only = new("--only") { Description = "first-sound or processor" };
Option<string?> chosen = new("--ways") { Description = "words, divided by commas" };
Option<int> rounds = new("--rounds") { DefaultValueFactory = _ => 100 };
Option<int> streams = new("--streams") { DefaultValueFactory = _ => 50 };
Option<double> seconds = new("--seconds") { DefaultValueFactory = _ => 5 };
Option<double> peerLimit = new("--peer-limit") { DefaultValueFactory = _ => 30 };
Option<int> repeats = new("--repeats") { DefaultValueFactory = _ => 5 };
only.AcceptOnlyFromAmong("first-sound", "processor");
var command = new RootCommand("Measures; benchmarks/compare.sh sets up what it needs.")
{
    port,
    daemon,
    server,
    serverName,
    audiod,
    baseline,
    monitor,
    folder,
    reports,
    commit,
    only,
    chosen,
    rounds,
    streams,
    seconds,
    repeats,
    peerLimit,
};
command.SetAction(RunAsync);
try
{
    return await command
        .Parse(args)
        .InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }
        );
}
catch (Exception e) when (e is InvalidOperationException or IOException or SocketException or WebSocketException)
{
    await Console.Error.WriteLineAsync($"\nAudio.Compare: {e.Message}");
    return 1;
}
catch (TimeoutException e)
{
    await Console.Error.WriteLineAsync($"\nAudio.Compare: {e.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}

async Task RunAsync(ParseResult said, CancellationToken none)
{
    // When asked to stop, it still ends the players that it has started.
    using var stop = new CancellationTokenSource();
    using var limit = RunLimit.For(
        said.GetValue(only),
        TimeSpan.FromSeconds(said.GetValue(peerLimit)),
        said.GetValue(rounds),
        said.GetValue(repeats),
        TimeSpan.FromSeconds(said.GetValue(seconds))
    );
    using var over = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, limit.Token);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

    var ground = new Ground(
        said.GetValue(port),
        said.GetValue(daemon),
        said.GetValue(server)!,
        said.GetValue(serverName) == "pipewire" ? "PipeWire" : "PulseAudio",
        said.GetValue(audiod)!,
        said.GetValue(baseline)!,
        said.GetValue(monitor)!,
        said.GetValue(folder)!
    );
    foreach (string missing in AllWays.Missing)
        await Console.Error.WriteLineAsync(missing);
    try
    {
        await MeasureAsync(said, ground, limit, over.Token);
        limit.Token.ThrowIfCancellationRequested();
    }
    catch (OperationCanceledException e) when (limit.Token.IsCancellationRequested && !stop.IsCancellationRequested)
    {
        throw new TimeoutException(
            $"it was not done by its limit ({limit.Progress}). What was measured whole is in the tables.",
            e
        );
    }

    void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        stop.Cancel();
    }
}

async Task MeasureAsync(ParseResult said, Ground ground, RunLimit limit, CancellationToken cancellationToken)
{
    var files = new ReportFiles(said.GetValue(reports)!, said.GetValue(commit)!);
    if (said.GetValue(only) is null or "first-sound")
    {
        IReadOnlyList<Series> series = await FirstSoundRun.RunAsync(
            ground,
            said.GetValue(chosen)?.Split(',') ?? [""],
            said.GetValue(rounds),
            limit,
            cancellationToken
        );
        files.Write(
            "first-sound",
            $"From the request to the first sound at {ground.Server}'s monitor",
            "milliseconds, logarithmic",
            Tables.FirstSound(series),
            series,
            $"{ground.Server}, {series[0].Count} interleaved rounds."
        );
        cancellationToken.ThrowIfCancellationRequested();
    }
    if (said.GetValue(only) is null or "processor")
    {
        var duration = TimeSpan.FromSeconds(said.GetValue(seconds));
        IReadOnlyList<Series> series = await ProcessorRun.RunAsync(
            ground,
            said.GetValue(streams),
            duration,
            said.GetValue(repeats),
            limit,
            cancellationToken
        );
        files.Write(
            "processor",
            $"Processor time of one stream among {said.GetValue(streams)}",
            "percent of a core, logarithmic",
            Tables.Processor(series, ground.Server, PulseMix.NameOf(ground, PulseMix.ReferenceLatency)),
            series,
            $"{said.GetValue(streams)} streams of 24 kHz mono, {said.GetValue(repeats)} × "
                + $"{said.GetValue(seconds):0.#} s."
        );
    }
}

static Option<T> Required<T>(string name) => new(name) { Required = true };
