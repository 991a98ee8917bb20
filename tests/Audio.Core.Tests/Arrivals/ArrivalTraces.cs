namespace Audio.Core.Tests.Arrivals;

/// <summary>Producers as they are: some recorded, the others drawn with a seed, the same every time.</summary>
internal static class ArrivalTraces
{
    private const int Seconds = 30;

    /// <summary>Every trace there is, recorded and drawn.</summary>
    public static IReadOnlyList<ArrivalTrace> All { get; } = [.. Recorded(), .. Generated()];

    /// <summary>Real producers; each file says which.</summary>
    private static IEnumerable<ArrivalTrace> Recorded() =>
        Directory
            .GetFiles(Path.Combine(AppContext.BaseDirectory, "Arrivals", "Recorded"), "*.txt")
            .Order(StringComparer.Ordinal)
            .Select(ArrivalTrace.Load);

    /// <summary>Each kind with a few seeds.</summary>
    private static IEnumerable<ArrivalTrace> Generated()
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            yield return Steady(5, 1, seed);
            yield return Steady(10, 1, seed);
            yield return Steady(20, 2, seed);
            yield return Steady(60, 5, seed);
            yield return Steady(300, 20, seed);
            yield return SpeechInSentences(chunk: 40, speed: 1.5, seed);
            yield return SpeechInSentences(chunk: 100, speed: 5, seed);
            yield return SpeechInSentences(chunk: 400, speed: 3, seed);
            yield return SpeechInWholeSentences(seed);
            yield return Stalls(20, 50, 200, catchesUp: true, seed);
            yield return Stalls(20, 100, 450, catchesUp: true, seed);
            yield return Stalls(20, 100, 450, catchesUp: false, seed);
            yield return Stalls(300, 100, 700, catchesUp: true, seed);
            yield return Wireless(20, 8, spikes: false, seed);
            yield return Wireless(20, 15, spikes: true, seed);
            yield return Wireless(260, 30, spikes: true, seed);
            yield return Slow(20, 0.97, seed);
            yield return Slow(20, 0.9, seed);
            yield return Slow(20, 1.05, seed);
        }
    }

    /// <summary>In real time, as exactly as timers of an operating system are.</summary>
    private static ArrivalTrace Steady(int chunk, double jitter, int seed)
    {
        var random = new Random(seed);
        return Make(
            $"steady {chunk} ms, ±{jitter} ms, seed {seed}",
            Enumerable
                .Range(0, Seconds * 1000 / chunk)
                .Select(i => (i * chunk + jitter * (2 * random.NextDouble() - 1), (double)chunk))
        );
    }

    /// <summary>
    /// Speech made sentence by sentence, faster than real time; the next begins when the model has thought, sometimes
    /// too late.
    /// </summary>
    private static ArrivalTrace SpeechInSentences(int chunk, double speed, int seed)
    {
        var random = new Random(seed);
        var chunks = new List<(double, double)>();
        double now = 0;
        double lead = 0;
        while (now < Seconds * 1000)
        {
            int count = (int)((800 + 2_500 * random.NextDouble()) / chunk) + 1;
            for (int i = 0; i < count; i++)
            {
                chunks.Add((now, chunk));
                double took = chunk / speed * (0.5 + random.NextDouble());
                now += took;
                lead += chunk - took;
            }

            double thinks = Math.Max(20, lead + 600 * (random.NextDouble() - 0.7));
            now += thinks;
            lead = Math.Max(0, lead - thinks);
        }

        return Make($"speech in sentences, {chunk} ms at {speed}x, seed {seed}", chunks);
    }

    /// <summary>Each sentence as one chunk, made in a third of its time or so.</summary>
    private static ArrivalTrace SpeechInWholeSentences(int seed)
    {
        var random = new Random(seed);
        var chunks = new List<(double, double)>();
        double now = 0;
        while (now < Seconds * 1000)
        {
            double sentence = 500 + 3_000 * random.NextDouble();
            now += sentence * 0.35 * (0.7 + 0.6 * random.NextDouble()) + (random.Next(4) == 0 ? 1_500 : 0);
            chunks.Add((now, sentence));
        }

        return Make($"speech in whole sentences, seed {seed}", chunks);
    }

    /// <summary>In real time, but every few seconds nothing comes for a while.</summary>
    private static ArrivalTrace Stalls(int chunk, double from, double to, bool catchesUp, int seed)
    {
        var random = new Random(seed);
        var chunks = new List<(double, double)>();
        double due = 0;
        double stalledUntil = 0;
        double nextStall = 1_000 + 3_000 * random.NextDouble();
        while (due < Seconds * 1000)
        {
            if (due >= nextStall)
            {
                stalledUntil = due + from + (to - from) * random.NextDouble();
                nextStall = stalledUntil + 1_000 + 4_000 * random.NextDouble();
                if (!catchesUp)
                    due = stalledUntil;
            }

            chunks.Add((Math.Max(due, stalledUntil) + 2 * random.NextDouble(), chunk));
            due += chunk;
        }

        return Make(
            $"stalls of {from} to {to} ms, {chunk} ms, {(catchesUp ? "caught up" : "lost")}, seed {seed}",
            chunks
        );
    }

    /// <summary>
    /// Over a wireless network: an exponential delay, kept in order; with spikes where the radio sleeps or scans.
    /// </summary>
    private static ArrivalTrace Wireless(int chunk, double mean, bool spikes, int seed)
    {
        var random = new Random(seed);
        var chunks = new List<(double, double)>();
        double blockedUntil = 0;
        for (double sent = 0; sent < Seconds * 1000; sent += chunk)
        {
            double arrives = sent - mean * Math.Log(1 - random.NextDouble());
            if (spikes && random.Next(2_000 / chunk + 1) == 0)
                blockedUntil = sent + 60 + 180 * random.NextDouble();
            chunks.Add((Math.Max(arrives, blockedUntil), chunk));
        }

        return Make($"wireless, {chunk} ms, mean {mean} ms{(spikes ? " with spikes" : "")}, seed {seed}", chunks);
    }

    /// <summary>At another speed than real time: slower it must starve, again and again.</summary>
    private static ArrivalTrace Slow(int chunk, double speed, int seed)
    {
        var random = new Random(seed);
        return Make(
            $"{(speed < 1 ? "slow" : "fast")}, {chunk} ms at {speed}x, seed {seed}",
            Enumerable
                .Range(0, Seconds * 1000 / chunk)
                .Select(i => (i * chunk / speed + 2 * random.NextDouble(), (double)chunk))
        );
    }

    /// <summary>From milliseconds; in order, and from 0 on.</summary>
    private static ArrivalTrace Make(string name, IEnumerable<(double Millis, double Duration)> chunks)
    {
        var made = new List<(long, long)>();
        double first = double.NaN;
        double last = 0;
        foreach ((double millis, double duration) in chunks)
        {
            if (double.IsNaN(first))
                first = millis;
            last = Math.Max(last, millis - first);
            made.Add(((long)(last * 1000), (long)duration * 1000));
        }

        return new ArrivalTrace(name, made);
    }
}
