using System.Globalization;
using Audio.Collections;
using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Core.Sinks.Pulse;
using Audio.Protocol;

if (args is ["--watch"])
{
    Standstill.Watch();
    return 0;
}
if (args.Length < 1 || args[0].StartsWith('-'))
{
    Console.Error.WriteLine(
        "usage: Audio.Collections RECORDING [SECONDS [SESSIONS [A-SECOND [LATENCY-MS [HEAP-MB]]]]]"
    );
    Console.Error.WriteLine(
        "  Plays SESSIONS (32) for SECONDS (60) through PulseAudio with LATENCY-MS (20) and forces so many full "
            + "blocking collections A-SECOND (10; 0: none),"
    );
    Console.Error.WriteLine(
        "  with HEAP-MB (0) of small objects alive beside the engine. "
            + "RECORDING is what a recorder writes of the sink's monitor meanwhile, as 32-bit"
    );
    Console.Error.WriteLine(
        "  float stereo at 48 kHz; beside it may lie RECORDING.standstills.*, each what Audio.Collections "
            + "--watch says of the machine."
    );
    Console.Error.WriteLine(
        "  benchmarks/collections.sh sets all of it up. "
            + "Ends with 1 where the device ran dry or the recording is not whole."
    );
    return 2;
}

string path = args[0];
int seconds = Argument(1, 60);
int count = Argument(2, 32);
int aSecond = Argument(3, 10);
int latency = Argument(4, 20);
object[] heap = SmallObjects(Argument(5, 0));

PulseSink? sink = null;
await using var engine = AudioEngine.Create(options =>
{
    options.Sink = options.Sink with { Sink = "pulse", Latency = TimeSpan.FromMilliseconds(latency) };
    options.CreateSink = sinkOptions => sink = new PulseSink(sinkOptions);
});
engine.Start();

// Half a second of silence, inaudible in the recording, gets the path of a chunk compiled, so that the run measures the
// collector and not the compiler.
await PlaySilenceAsync(Counter.Rate);
await PlaySilenceAsync(Counter.Rate / 2);
int dryBefore = sink!.Underflows;
double begin = Standstill.Now;
AudioSession[] sessions =
[
    engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(Counter.Rate, channels: 1) }),
    .. Enumerable
        .Range(1, count - 1)
        .Select(_ =>
            engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(Counter.Rate / 2, channels: 1) })
        ),
];
int collectionsBefore = GC.CollectionCount(2);
long frames = (long)seconds * Counter.Rate;
var feeding = Task.Run(() => new Feeder(sessions).RunAsync(frames));
var pauses = new List<double>();
var dry = new List<(double From, double To)>(); // the interval in which each underrun happened
double looked = begin;
using (var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / Math.Max(1, aSecond)), TimeProvider.System))
{
    for (
        Task over = Task.WhenAll(sessions.Select(static session => session.Completion));
        !over.IsCompleted;
        await timer.WaitForNextTickAsync()
    )
    {
        LookForUnderruns();
        if (aSecond == 0)
            continue;
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        pauses.Add(GC.GetGCMemoryInfo(GCKind.FullBlocking).PauseDurations[0].TotalMilliseconds);
    }
}
await feeding;
SessionResult[] results = await Task.WhenAll(sessions.Select(static session => session.Completion));
int collections = GC.CollectionCount(2) - collectionsBefore;
GC.KeepAlive(heap);

// The recorder lags a little behind the output.
await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
LookForUnderruns();
IReadOnlyList<Standstill> standstills = Standstill.Read(
    Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, $"{Path.GetFileName(path)}.standstills.*"),
    begin
);
string? fault = Recording.Check(path, frames);
pauses.Sort();
if (pauses.Count == 0)
    pauses.Add(0);
int underruns = results.Sum(static result => result.Statistics.Underruns);
int whole = results.Count(static result => result.Reason == SessionEndReason.Completed);
Console.WriteLine(
    $"{count} sessions, {seconds} s, latency {latency} ms, period {SinkPeriodMs()} ms, heap "
        + $"{GC.GetTotalMemory(false) / 1e6:F1} MB"
);
Console.WriteLine(
    $"  full blocking collections    {collections}   pauses p50 {At(50):F2} ms, p99 {At(99):F2} ms, longest "
        + $"{pauses[^1]:F2} ms"
);
Console.WriteLine($"  device ran dry               {dry.Count}{Beside()}");
Console.WriteLine(
    $"  a processor stood still      {standstills.Count} times for {Standstill.Least} ms and more, longest "
        + $"{standstills.Select(static standstill => standstill.Length).DefaultIfEmpty().Max():F1} ms"
);
Console.WriteLine($"  sessions ran dry             {underruns}");
Console.WriteLine($"  played whole                 {whole} of {count}");
Console.WriteLine($"  recording of the monitor     {fault ?? $"whole: {frames} frames, bit for bit"}");
return dry.Count == 0 && underruns == 0 && whole == count && fault is null ? 0 : 1;

async Task PlaySilenceAsync(int rate)
{
    AudioSession session = engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(rate, channels: 1) });
    await session.WriteAsync(new byte[rate / 2 * sizeof(short)]);
    session.Complete();
    await session.Completion;
}

int Argument(int index, int usual) =>
    args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : usual;

void LookForUnderruns()
{
    double now = Standstill.Now;
    dry.AddRange(Enumerable.Repeat((looked, now), sink!.Underflows - dryBefore - dry.Count));
    looked = now;
}

// How often a CPU was suspended when the device ran dry. This includes the 50 ms before, because the server reports
// underruns late.
string Beside()
{
    if (dry.Count == 0)
        return "";
    double[] lengths =
    [
        .. dry.Select(dry =>
                standstills
                    .Where(still => still.End >= dry.From - 50 && still.End - still.Length <= dry.To)
                    .Select(static still => still.Length)
                    .DefaultIfEmpty()
                    .Max()
            )
            .Where(static length => length > 0)
            .Order(),
    ];
    return $", {lengths.Length} times while a processor stood "
        + $"still{(lengths is [double least, .., double longest] ? $", for {least:F1} to {longest:F1} ms" : "")}";
}

double At(int percentile) => pauses[Math.Min(pauses.Count - 1, pauses.Count * percentile / 100)];

static double SinkPeriodMs() => new Audio.Core.Sinks.SinkOptions().Period.TotalMilliseconds;

// 64 bytes each, without references: a stand-in for the heap of a program that embeds the engine.
static object[] SmallObjects(int megabytes) =>
    [.. Enumerable.Range(0, megabytes * 16_384).Select(static _ => (object)new byte[40])];
