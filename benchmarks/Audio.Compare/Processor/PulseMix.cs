using System.Diagnostics;
using System.Globalization;
using Audio.Compare.Ways;

namespace Audio.Compare.Processor;

/// <summary>The sound server, with a <c>pacat</c> for each stream. Only the server's CPU time counts.</summary>
/// <param name="ground">Where.</param>
/// <param name="raw">Samples, longer than the run.</param>
/// <param name="latency">What pacat asks for; <see langword="null"/>: nothing, which is 2 s.</param>
internal sealed class PulseMix(Ground ground, string raw, TimeSpan? latency) : IMix
{
    /// <summary>The reference for all other figures: uses chunks of the same size as the daemon's clients.</summary>
    public static readonly TimeSpan ReferenceLatency = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Identifies our streams at the server; its other properties depend on the system.</summary>
    private const string ClientName = "compare.sh";

    public IReadOnlyList<string> Names => [NameOf(ground, latency)];

    public bool IsOurs => false;

    public static string NameOf(Ground ground, TimeSpan? latency) =>
        latency is { } asked
            ? $"{ground.Server}, pacat --latency-msec={asked.TotalMilliseconds:0}"
            : $"{ground.Server}, pacat as it comes (2 s)";

    public async Task<TimeSpan[]> MixAsync(int streams, TimeSpan duration, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "--playback",
            "--raw",
            $"--client-name={ClientName}",
            $"--rate={Ground.SampleRate}",
            "--channels=1",
            "--format=s16le",
            .. Latency(),
            raw,
        ];
        Process[] players = [.. Enumerable.Range(0, streams).Select(_ => Programs.Start("pacat", arguments))];
        try
        {
            while (await StreamsAsync(cancellationToken) < streams)
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            await Task.Delay(Settling, TimeProvider.System, cancellationToken);
            TimeSpan[] took = await ProcessTime.WhileAsync(duration, ground.ServerIds, cancellationToken);
            return players.Any(player => player.HasExited)
                ? throw new InvalidOperationException("A pacat ended before its time.")
                : [took.Aggregate(TimeSpan.Zero, (sum, one) => sum + one)];
        }
        finally
        {
            await Task.WhenAll(players.Select(Programs.EndAsync));
        }
    }

    private string[] Latency() =>
        latency is { } asked
            ? [$"--latency-msec={asked.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)}"]
            : [];

    /// <summary>Streams of pacat that the server plays; the daemon has one, too.</summary>
    private static async Task<int> StreamsAsync(CancellationToken cancellationToken)
    {
        Process pactl = Programs.Start(
            new ProcessStartInfo("pactl", ["list", "sink-inputs"])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        );
        try
        {
            string list = await pactl.StandardOutput.ReadToEndAsync(cancellationToken);
            await pactl.WaitForExitAsync(cancellationToken);
            return list.Split($"application.name = \"{ClientName}\"").Length - 1;
        }
        finally
        {
            await Programs.EndAsync(pactl);
        }
    }
}
