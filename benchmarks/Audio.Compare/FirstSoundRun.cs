using System.Diagnostics;
using Audio.Compare.Recording;
using Audio.Compare.Report;
using Audio.Compare.Ways;

namespace Audio.Compare;

/// <summary>
/// Measures the time from a request to the first sound at the sink's monitor, with the same recorder for all players.
/// Each round tries every player once, in a different order, so that other load affects all of them equally and none
/// always follows the same neighbour. If another player fails or hangs, it is ended and left out; if one of ours does,
/// the run fails.
/// </summary>
internal sealed class FirstSoundRun(MonitorRecorder recorder, RunLimit limit)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);

    /* those that play, and what they took */
    private readonly Dictionary<IWay, Series> _playing = [];

    /// <param name="ground">Where they play.</param>
    /// <param name="words">Measures players whose name contains one of these, and always the floor.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Each way's times in milliseconds, the floor's first.</returns>
    public static async Task<IReadOnlyList<Series>> RunAsync(
        Ground ground,
        string[] words,
        int rounds,
        RunLimit limit,
        CancellationToken cancellationToken
    )
    {
        byte[] samples = Tone.Pcm16(Ground.SampleRate, TimeSpan.FromMilliseconds(40));
        string wav = ground.File("tone.wav");
        Tone.WriteWav(wav, Ground.SampleRate, samples);

        IWay[] ways =
        [
            .. AllWays
                .On(ground, samples, wav)
                .Where(way =>
                    way is Baseline || words.Any(word => way.Name.Contains(word, StringComparison.OrdinalIgnoreCase))
                ),
        ];
        using var recorder = new MonitorRecorder(ground.Monitor);
        return await new FirstSoundRun(recorder, limit).MeasureAsync(ways, rounds, cancellationToken);
    }

    private async Task<IReadOnlyList<Series>> MeasureAsync(IWay[] ways, int rounds, CancellationToken cancellationToken)
    {
        Series[] series = [.. ways.Select(way => new Series(way.Name, way.IsOurs, way.StartsProgram))];
        try
        {
            for (int i = 0; i < ways.Length; i++)
            {
                Console.Error.Write(
                    $"\rfirst sound: {ways[i].Name} for the first time, {limit.Progress}{new string(' ', 20)}"
                );
                _playing.Add(ways[i], series[i]);
                await TryAsync(ways[i], isFirst: true, cancellationToken);
            }
            for (int round = 1; round <= rounds; round++)
            {
                Console.Error.Write($"\rfirst sound: round {round}/{rounds}, {limit.Progress}{new string(' ', 40)}");
                IWay[] order = [.. _playing.Keys];
                Random.Shared.Shuffle(order);
                foreach (IWay way in order)
                    await TryAsync(way, isFirst: false, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (limit.Token.IsCancellationRequested && series[0].Count > 0)
        {
            // Report what has been measured so far.
        }
        finally
        {
            Console.Error.WriteLine();
            foreach (IWay way in _playing.Keys)
                await way.DisposeAsync();
        }
        return series;
    }

    /// <summary>One request. The first one warms up and is not counted.</summary>
    private async Task TryAsync(IWay way, bool isFirst, CancellationToken cancellationToken)
    {
        bool isPeer = !way.IsOurs && way is not Baseline;
        try
        {
            double took = await Within.LimitAsync(
                isPeer ? limit.Peer : RunLimit.Own,
                token => RequestAsync(way, isFirst, token),
                cancellationToken
            );
            if (!isFirst)
                _playing[way].Add(took);
        }
        catch (InvalidOperationException e) when (isPeer)
        {
            _playing[way].LeaveOut(e.Message);
            await Console.Error.WriteLineAsync($"\n{way.Name} is left out: {e.Message}");
            _playing.Remove(way);
            await way.DisposeAsync();
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException($"{way.Name}: {e.Message}", e);
        }
    }

    /// <returns>Milliseconds from the request to the sound.</returns>
    private async Task<double> RequestAsync(IWay way, bool isFirst, CancellationToken cancellationToken)
    {
        if (isFirst)
            await way.OpenAsync(cancellationToken);
        await SilenceAsync(cancellationToken);
        Task<long> sound = recorder.NextSound();
        long start = Stopwatch.GetTimestamp();
        Task request = way.RequestAsync(cancellationToken);

        long heard;
        try
        {
            // Report a failed request at once, not after the limit.
            Task first = await Task.WhenAny(sound, request).WaitAsync(cancellationToken);
            if (first == request)
                await request;
            heard = await sound.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await request.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // it ends what it has started
            throw;
        }
        await request;
        await SilenceAsync(cancellationToken); // a player that keeps sounding is at fault
        return Stopwatch.GetElapsedTime(start, heard).TotalMilliseconds;
    }

    /// <summary>
    /// Waits for a moment of silence. Rounds start at random times, so that no phase of the server's clock is favoured.
    /// </summary>
    private async Task SilenceAsync(CancellationToken cancellationToken)
    {
        var quiet = TimeSpan.FromMilliseconds(150 + Random.Shared.Next(50));
        while (recorder.Silence < quiet)
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
    }
}
