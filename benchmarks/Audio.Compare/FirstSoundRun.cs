using System.Diagnostics;
using Audio.Compare.Recording;
using Audio.Compare.Report;
using Audio.Compare.Ways;

namespace Audio.Compare;

/// <summary>
/// The time from a request to the first sound at the sink's monitor, one recorder for every way. Each round takes every way once, in an order of
/// its own, so that what else the machine does hits all alike and nobody always comes after the same neighbour.
/// </summary>
internal static class FirstSoundRun
{
    private static readonly TimeSpan SoundLimit = TimeSpan.FromSeconds(60);

    /// <param name="ground">Where they play.</param>
    /// <param name="words">A way is measured if its name holds one of these; the floor always is.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Each way's times in milliseconds, the floor's first.</returns>
    public static async Task<IReadOnlyList<Series>> RunAsync(Ground ground, string[] words, int rounds, CancellationToken cancellationToken)
    {
        byte[] samples = Tone.Pcm16(Ground.SampleRate, TimeSpan.FromMilliseconds(40));
        string wav = ground.File("tone.wav");
        Tone.WriteWav(wav, Ground.SampleRate, samples);

        IReadOnlyList<IWay> ways = [.. AllWays.On(ground, samples, wav).Where(way => way is Baseline || words.Any(word => way.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))];
        var series = ways.ToDictionary(way => way, way => new Series(way.Name, way.IsOurs, way.StartsProgram));
        using var recorder = new MonitorRecorder(ground.Monitor);
        try
        {
            IWay[] order = [.. await ThoseThatPlayAsync(ways, recorder, cancellationToken)];
            for (int round = 1; round <= rounds; round++)
            {
                Console.Error.Write($"\rfirst sound: round {round}/{rounds} ");
                Random.Shared.Shuffle(order);
                foreach (IWay way in order)
                    series[way].Add(await MeasureAsync(way, recorder, cancellationToken));
            }
        }
        finally
        {
            Console.Error.WriteLine();
            foreach (IWay way in ways)
                await way.DisposeAsync();
        }
        return [.. series.Values.Where(one => one.Count > 0)];
    }

    /// <summary>Each once, which warms it up and is not counted. A player of others that cannot play here is said and left out.</summary>
    private static async Task<IReadOnlyList<IWay>> ThoseThatPlayAsync(IReadOnlyList<IWay> ways, MonitorRecorder recorder, CancellationToken cancellationToken)
    {
        List<IWay> playing = [];
        foreach (IWay way in ways)
        {
            try
            {
                await way.OpenAsync();
                await MeasureAsync(way, recorder, cancellationToken);
                playing.Add(way);
            }
            catch (InvalidOperationException e) when (!way.IsOurs && way is not Baseline)
            {
                await Console.Error.WriteLineAsync($"{way.Name} is left out: {e.Message}");
            }
        }
        return playing;
    }

    private static async Task<double> MeasureAsync(IWay way, MonitorRecorder recorder, CancellationToken cancellationToken)
    {
        await SilenceAsync(recorder, cancellationToken);
        Task<long> sound = recorder.NextSound();
        long start = Stopwatch.GetTimestamp();
        Task request = way.RequestAsync();
        try
        {
            // A request that fails is told at once, not after the limit.
            Task first = await Task.WhenAny(sound, request).WaitAsync(SoundLimit, TimeProvider.System, cancellationToken);
            if (first == request)
                await request;
            double elapsed = Stopwatch.GetElapsedTime(start, await sound.WaitAsync(SoundLimit, TimeProvider.System, cancellationToken)).TotalMilliseconds;
            await request.WaitAsync(SoundLimit, TimeProvider.System, cancellationToken);
            return elapsed;
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException($"{way.Name}: nothing was heard within {SoundLimit.TotalSeconds:0} s.", e);
        }
    }

    /// <summary>Until it has been silent for a moment. Rounds begin at odd moments, so that no phase of the server's own clock is favoured.</summary>
    private static async Task SilenceAsync(MonitorRecorder recorder, CancellationToken cancellationToken)
    {
        var quiet = TimeSpan.FromMilliseconds(150 + Random.Shared.Next(50));
        while (recorder.Silence < quiet)
            await Task.Delay(TimeSpan.FromMilliseconds(3), TimeProvider.System, cancellationToken);
    }
}
