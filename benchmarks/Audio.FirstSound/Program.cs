using System.Diagnostics;
using System.Globalization;
using Audio.FirstSound;

if (args is not [var portText, var device, ..] || !int.TryParse(portText, CultureInfo.InvariantCulture, out int port))
{
    Console.Error.WriteLine("usage: Audio.FirstSound PORT MONITOR [ROUNDS]   (benchmarks/first-sound.sh sets all of it up)");
    return 2;
}
int rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 50;

const int SampleRate = 24_000;
byte[] pcm = Tone.Pcm16(SampleRate, TimeSpan.FromMilliseconds(40));
byte[] chunk = V3Client.ChunkMessage(pcm);
string wav = Path.Combine(Path.GetTempPath(), $"first-sound-{Environment.ProcessId}.wav");
Tone.WriteWav(wav, SampleRate, pcm);

using var recorder = new MonitorRecorder(device);
using var open = new V3Client();
await open.ConnectAsync(port);
await open.StartAsync(SampleRate);

(string Name, Func<Task> Request, List<double> Milliseconds)[] ways =
[
    ("this daemon, open session", () => open.SendAsync(chunk), []),
    ("this daemon, new connection", NewConnectionAsync, []),
    ("paplay started per request", PaplayAsync, []),
];

// The first round of each warms it up and is not counted. Rounds are interleaved, so that what else the machine does hits all alike.
for (int round = 0; round <= rounds; round++)
{
    foreach (var way in ways)
    {
        await SilenceAsync();
        Task<long> sound = recorder.NextSound();
        long start = Stopwatch.GetTimestamp();
        Task request = way.Request();
        double elapsed = Stopwatch.GetElapsedTime(start, await sound.WaitAsync(TimeSpan.FromSeconds(10))).TotalMilliseconds;
        await request;
        if (round > 0)
            way.Milliseconds.Add(elapsed);
    }
    Console.Error.Write($"\rround {round}/{rounds}");
}
Console.Error.WriteLine();
File.Delete(wav);

Console.WriteLine($"First sound at {device}, in ms from the request; {rounds} interleaved rounds");
Console.WriteLine($"{"",-30}{"min",8}{"median",8}{"p90",8}{"max",8}{"ratio",8}");
double reference = Quantile(ways[^1].Milliseconds, 0.5);
foreach ((string name, _, List<double> milliseconds) in ways)
{
    double median = Quantile(milliseconds, 0.5);
    Console.WriteLine($"{name,-30}{milliseconds.Min(),8:F2}{median,8:F2}{Quantile(milliseconds, 0.9),8:F2}{milliseconds.Max(),8:F2}{median / reference,8:F2}");
}
return 0;

async Task NewConnectionAsync()
{
    using var client = new V3Client();
    await client.ConnectAsync(port);
    await client.StartAsync(SampleRate);
    await client.SendAsync(chunk);
    await client.CloseAsync();
}

async Task PaplayAsync()
{
    using Process paplay = Process.Start("paplay", [wav]);
    await paplay.WaitForExitAsync();
}

// Rounds begin at odd moments, so that no phase of the server's own clock is favoured.
async Task SilenceAsync()
{
    var quiet = TimeSpan.FromMilliseconds(150 + Random.Shared.Next(50));
    while (recorder.Silence < quiet)
        await Task.Delay(TimeSpan.FromMilliseconds(3), TimeProvider.System);
}

static double Quantile(List<double> values, double quantile)
{
    double[] sorted = [.. values.Order()];
    return sorted[(int)Math.Min(sorted.Length - 1, quantile * sorted.Length)];
}
