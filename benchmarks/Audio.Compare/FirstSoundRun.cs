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
    /// <summary>The first round warms everything up and is not counted.</summary>
    private const int WarmUps = 1;

    private static readonly TimeSpan SoundLimit = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<Series>> RunAsync(Ground ground, int rounds, CancellationToken cancellationToken)
    {
        byte[] samples = Tone.Pcm16(Ground.SampleRate, TimeSpan.FromMilliseconds(40));
        string wav = ground.File("tone.wav");
        Tone.WriteWav(wav, Ground.SampleRate, samples);

        IReadOnlyList<IWay> ways = AllWays.On(ground, samples, wav);
        var series = ways.ToDictionary(way => way, way => new Series(way.Name, way.IsOurs, way.StartsProgram));
        using var recorder = new MonitorRecorder(ground.Monitor);
        try
        {
            foreach (IWay way in ways)
                await way.OpenAsync();
            IWay[] order = [.. ways];
            for (int round = 0; round < rounds + WarmUps; round++)
            {
                Console.Error.Write($"\rfirst sound: round {round}/{rounds} ");
                Random.Shared.Shuffle(order);
                foreach (IWay way in order)
                {
                    double milliseconds = await MeasureAsync(way, recorder, cancellationToken);
                    if (round >= WarmUps)
                        series[way].Add(milliseconds);
                }
            }
        }
        finally
        {
            Console.Error.WriteLine();
            foreach (IWay way in ways)
                await way.DisposeAsync();
        }
        return [.. ways.Select(way => series[way])];
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
