using Audio.Compare.Recording;
using Audio.Compare.Report;
using Audio.Compare.Ways;

namespace Audio.Compare.Processor;

/// <summary>
/// Measures the cost of a stream in percent of a core: each player in turn mixes the same number of streams, several
/// times over.
/// </summary>
internal static class ProcessorRun
{
    /// <summary>Longer than the run, by what players read ahead and need to start.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<Series>> RunAsync(
        Ground ground,
        int streams,
        TimeSpan duration,
        int rounds,
        RunLimit limit,
        CancellationToken cancellationToken
    )
    {
        string raw = ground.File("long.raw");
        string wav = ground.File("long.wav");
        byte[] samples = Tone.Pcm16(Ground.SampleRate, duration + Ahead);
        await File.WriteAllBytesAsync(raw, samples, cancellationToken);
        Tone.WriteWav(wav, Ground.SampleRate, samples);

        List<IMix> mixes =
        [
            new DaemonMix(ground),
            new PulseMix(ground, raw, PulseMix.ReferenceLatency),
            new PulseMix(ground, raw, latency: null),
        ];
        if (Programs.IsThere("ffmpeg"))
            mixes.Add(CommandMix.Ffmpeg(wav));
        if (Programs.IsThere("sox"))
            mixes.Add(CommandMix.Sox(wav));

        var series = mixes.ToDictionary(
            mix => mix,
            mix => mix.Names.Select(name => new Series(name, mix.IsOurs)).ToArray()
        );
        List<IMix> mixing = [.. mixes];
        for (int round = 1; round <= rounds; round++)
        {
            foreach (IMix mix in mixing.ToArray())
            {
                Console.Error.Write(
                    $"\rprocessor: round {round}/{rounds}, {limit.Progress}, {mix.Names[0].PadRight(50)}"
                );
                try
                {
                    TimeSpan[] took = await Within.LimitAsync(
                        LimitOf(duration),
                        token => mix.MixAsync(streams, duration, token),
                        cancellationToken
                    );
                    foreach ((Series one, TimeSpan time) in series[mix].Zip(took))
                        one.Add(100 * (time / duration) / streams);
                }
                catch (InvalidOperationException e) when (!mix.IsOurs)
                {
                    await Console.Error.WriteLineAsync($"\n{mix.Names[0]} is left out: {e.Message}");
                    series[mix][0].LeaveOut(e.Message);
                    mixing.Remove(mix);
                }
            }
        }
        Console.Error.WriteLine();
        return [.. mixes.SelectMany(mix => series[mix])];
    }

    /// <summary>
    /// The limit of one measurement: mixing as fast as possible takes less time than the sound lasts, starting players
    /// takes more.
    /// </summary>
    public static TimeSpan LimitOf(TimeSpan duration) => TimeSpan.FromSeconds(60) + (3 * duration);
}
