using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Audio.LoadGenerator;

if (args.Length < 3 || !int.TryParse(args[0], CultureInfo.InvariantCulture, out int port) || !int.TryParse(args[1], CultureInfo.InvariantCulture, out int daemon))
{
    Console.Error.WriteLine("usage: Audio.LoadGenerator PORT PID FILE.wav...   (one client for each file; benchmarks/ten-clients.sh sets all of it up)");
    return 2;
}

const double MaxLoad = 0.05;
const double MaxIdleLoad = 0.005;
const double MaxMegabytes = 100;
const int IdleSeconds = 10;

WavFile[] speech = [.. args[2..].Select(WavFile.Read)];
ProcessUsage before = ProcessUsage.Of(daemon);
long start = Stopwatch.GetTimestamp();
Task<int>[] clients = [.. speech.Select((file, i) => RealTimeClient.PlayAsync(port, file, seed: i))];
double length = speech.Max(s => s.Duration.TotalSeconds);
for (Task all = Task.WhenAll(clients); !all.IsCompleted; await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System)))
    Console.Error.Write($"\r{Stopwatch.GetElapsedTime(start).TotalSeconds,4:F0} of {length:F0} s ");
Console.Error.WriteLine();
int chunks = (await Task.WhenAll(clients)).Sum();

// A client's sound goes on a little after it has disconnected.
using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
JsonElement[] ended;
do
{
    await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
    ended = [.. (await http.GetFromJsonAsync<JsonElement>("/status")).GetProperty("ended").EnumerateArray()];
}
while (ended.Length < speech.Length && Stopwatch.GetElapsedTime(start).TotalSeconds < length + 30);
double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
ProcessUsage after = ProcessUsage.Of(daemon);


// With nobody there: the last sound has ended two seconds ago, and what was compiled is settled.
await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
ProcessUsage asleep = ProcessUsage.Of(daemon);
await Task.Delay(TimeSpan.FromSeconds(IdleSeconds), TimeProvider.System);
ProcessUsage awake = ProcessUsage.Of(daemon);

double load = (after.Cpu - before.Cpu).TotalSeconds / seconds;
double idleLoad = (awake.Cpu - asleep.Cpu).TotalSeconds / IdleSeconds;
double megabytes = after.PeakResidentBytes / 1e6;
int underruns = ended.Sum(e => e.GetProperty("underruns").GetInt32());
int whole = ended.Count(e => e.GetProperty("reason").GetString() == "completed" && speech.Any(s => s.Frames == e.GetProperty("framesPlayed").GetInt64()));
int missed = 0;
Console.WriteLine($"{speech.Length} clients, {seconds:F1} s, {chunks / seconds:F0} chunks a second");
Line("CPU, of one core", $"{100 * load:F2} %", load < MaxLoad, $"less than {100 * MaxLoad:F0} %");
Line("CPU for each chunk", $"{1e6 * load * seconds / chunks:F0} µs", reached: true, "the render thread included");
Line("resident memory, peak", $"{megabytes:F1} MB", megabytes < MaxMegabytes, $"less than {MaxMegabytes:F0} MB");
Line("underruns", $"{underruns}", underruns == 0, "0");
Line("played whole", $"{whole}", whole == speech.Length, $"{speech.Length}");
Console.WriteLine($"no client, {IdleSeconds} s");
Line("CPU, of one core", $"{100 * idleLoad:F2} %", idleLoad < MaxIdleLoad, $"less than {100 * MaxIdleLoad:F1} %");
Line("wake-ups a second", $"{(awake.ContextSwitches - asleep.ContextSwitches) / (double)IdleSeconds:F1}", reached: true, "all threads");
return missed == 0 ? 0 : 1;

void Line(string what, string measured, bool reached, string wanted)
{
    missed += reached ? 0 : 1;
    Console.WriteLine($"  {what,-24}{measured,12}   {(reached ? "" : "MISSED: ")}{wanted}");
}
