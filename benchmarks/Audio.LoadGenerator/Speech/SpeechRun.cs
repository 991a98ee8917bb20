using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Audio.LoadGenerator.Measuring;

namespace Audio.LoadGenerator.Speech;

/// <summary>
/// A few version 3 clients that play a file each at once, in chunks of 20 to 100 ms, and then none: compares their cost
/// to the daemon with the goals.
/// </summary>
/// <param name="port">The daemon's port.</param>
/// <param name="processId">The daemon's process.</param>
/// <param name="output">Where the figures go.</param>
/// <param name="log">Told how it goes.</param>
internal sealed class SpeechRun(int port, int processId, TextWriter output, TextWriter log)
{
    private const double MaxLoad = 0.02;
    private const double MaxIdleLoad = 0.001;
    private const double MaxMegabytes = 64;
    private const double MaxWakeUps = 5;
    private const int IdleSeconds = 10;

    private int _missed;

    /// <summary>Runs it.</summary>
    /// <returns>Whether all goals were met.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<WavFile> speech)
    {
        var before = ProcessUsage.Of(processId);
        long start = Stopwatch.GetTimestamp();
        Task<int>[] clients = [.. speech.Select((file, i) => RealTimeClient.PlayAsync(port, file, seed: i))];
        double length = speech.Max(s => s.Duration.TotalSeconds);
        for (
            Task all = Task.WhenAll(clients);
            !all.IsCompleted;
            await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System))
        )
        {
            await log.WriteAsync($"\r{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} of {length:F0} s ");
        }

        await log.WriteLineAsync();
        int chunks = (await Task.WhenAll(clients)).Sum();
        JsonElement[] ended = await EndedAsync(speech.Count, start, length + 30);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var after = ProcessUsage.Of(processId);

        // Idle: the last sound ended two seconds ago, and compilation has settled.
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        var asleep = ProcessUsage.Of(processId);
        await Task.Delay(TimeSpan.FromSeconds(IdleSeconds), TimeProvider.System);
        var awake = ProcessUsage.Of(processId);

        double load = (after.Cpu - before.Cpu).TotalSeconds / seconds;
        double idleLoad = (awake.Cpu - asleep.Cpu).TotalSeconds / IdleSeconds;
        double wakeUps = awake.WakeUpsSince(asleep) / (double)IdleSeconds;
        double megabytes = after.PeakResidentBytes / 1e6;
        int underruns = ended.Sum(e => e.GetProperty("underruns").GetInt32());
        int whole = ended.Count(e =>
            e.GetProperty("reason").GetString() == "completed"
            && speech.Any(s => s.Frames == e.GetProperty("framesPlayed").GetInt64())
        );
        await output.WriteLineAsync($"{speech.Count} clients, {seconds:F1} s, {chunks / seconds:F0} chunks a second");
        Line("CPU, of one core", $"{100 * load:F2} %", load <= MaxLoad, $"at most {100 * MaxLoad:F0} %");
        Line(
            "CPU for each chunk",
            $"{1e6 * load * seconds / chunks:F0} µs",
            reached: true,
            "the render thread included"
        );
        Line("resident memory, peak", $"{megabytes:F1} MB", megabytes <= MaxMegabytes, $"at most {MaxMegabytes:F0} MB");
        Line(
            "resident memory, after",
            $"{after.ResidentBytes / 1e6:F1} MB",
            reached: true,
            $"{after.AnonymousBytes / 1e6:F1} MB of it its own, the rest mapped files"
        );
        Line("underruns", $"{underruns}", underruns == 0, "0");
        Line("played whole", $"{whole}", whole == speech.Count, $"{speech.Count}");
        await output.WriteLineAsync($"no client, {IdleSeconds} s");
        Line(
            "CPU, of one core",
            $"{100 * idleLoad:F2} %",
            idleLoad <= MaxIdleLoad,
            $"at most {100 * MaxIdleLoad:F1} %"
        );
        Line("wake-ups a second", $"{wakeUps:F1}", wakeUps < MaxWakeUps, $"fewer than {MaxWakeUps:F0}, of all threads");
        return _missed == 0;
    }

    /// <summary>A client's sound continues for a moment after it has disconnected.</summary>
    private async Task<JsonElement[]> EndedAsync(int count, long start, double limit)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        JsonElement[] ended;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            ended = [.. (await http.GetFromJsonAsync<JsonElement>("/status")).GetProperty("ended").EnumerateArray()];
        } while (ended.Length < count && Stopwatch.GetElapsedTime(start).TotalSeconds < limit);
        return ended;
    }

    private void Line(string what, string measured, bool reached, string wanted)
    {
        _missed += reached ? 0 : 1;
        output.WriteLine($"  {what.PadRight(24)}{measured.PadLeft(12)}   {(reached ? "" : "MISSED: ")}{wanted}");
    }
}
