using Audio.Compare.Recording;
using Audio.Compare.Report;
using Audio.Compare.Ways;

namespace Audio.Compare.Processor;

/// <summary>
/// What a stream costs, in percent of a core: the same number of streams mixed by one after the other, several times
/// over.
/// </summary>
internal static class ProcessorRun
{
    /// <summary>Longer than the run by what players read ahead and what it takes to start them.</summary>
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
    /// For one measurement: what is mixed as fast as it can takes less than the sound, and starting players takes
    /// longer.
    /// </summary>
    public static TimeSpan LimitOf(TimeSpan duration) => TimeSpan.FromSeconds(60) + (3 * duration);
}
