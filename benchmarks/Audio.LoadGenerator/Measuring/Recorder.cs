using System.Diagnostics;
using Audio.LoadGenerator.Clients;
using HdrHistogram;

namespace Audio.LoadGenerator.Measuring;

/// <summary>
/// The results of the sessions of one step. Times to first sound count from when the first chunk was meant to be sent,
/// so they include delays by a stalled daemon (or a late generator). Written by one thread.
/// </summary>
/// <param name="options">The load.</param>
internal sealed class Recorder(LoadOptions options)
{
    private const int MaxFaults = 10;

    /// <summary>From the intended send of the first chunk to its first sample at the device, in µs.</summary>
    public LongHistogram Ttfa { get; } = Histogram();

    /// <summary>From its arrival in the daemon to the mix, as reported by the daemon, in µs.</summary>
    public LongHistogram Mixed { get; } = Histogram();

    /// <summary>How late the generator was with a chunk, in µs.</summary>
    public LongHistogram Late { get; } = Histogram();

    /// <summary>Version 3: by client, how long after the intended send its first chunk had been taken, in µs.</summary>
    public Dictionary<string, long> TakenAfter { get; } = [];

    /// <summary>Sessions that were begun.</summary>
    public int Started { get; set; }

    /// <summary>Sessions that ended normally: all sound was played, or (version 3) received.</summary>
    public int Whole { get; private set; }

    /// <summary>Gaps, as the daemon counts them.</summary>
    public int Underruns { get; set; }

    /// <summary>Sessions with one or more.</summary>
    public int SessionsWithUnderruns { get; set; }

    /// <summary>Chunks sent.</summary>
    public long Chunks { get; set; }

    /// <summary>How many things went wrong.</summary>
    public int Faults { get; private set; }

    /// <summary>What the first of them were.</summary>
    public List<string> FaultTexts { get; } = [];

    /// <summary>Told when a session is over.</summary>
    public Action<Speaker>? Over { get; set; }

    /// <summary>The daemon has reported that a session sounds. The time from mix to device is its own figure.</summary>
    public void Playing(Speaker speaker, long now, double? ttfaMs, double? mixedMs)
    {
        speaker.WasHeard = true;
        double device = ttfaMs is { } ttfa && mixedMs is { } mixed ? Math.Max(0, ttfa - mixed) : 0;
        Record(Ttfa, Microseconds(now - speaker.Start) + (long)(1000 * device));
        if (mixedMs is { } untilMixed)
            Record(Mixed, (long)(1000 * untilMixed));
    }

    /// <summary>HTTP: how late the chunk was sent, plus the daemon's figure from its arrival to the device.</summary>
    public void Heard(Speaker speaker, long sent, double ttfaMs)
    {
        speaker.WasHeard = true;
        Record(Ttfa, Microseconds(sent - speaker.Start) + (long)(1000 * ttfaMs));
    }

    /// <summary>Version 3: the ping after the first chunk was answered, so the daemon has taken that chunk.</summary>
    public void Taken(Speaker speaker, string clientId, long now) =>
        TakenAfter[clientId] = Microseconds(now - speaker.Start);

    /// <summary>A chunk was sent, with this delay.</summary>
    public void SentLate(long ticks) => Record(Late, Microseconds(ticks));

    /// <summary>A session is over.</summary>
    public void Ended(Speaker speaker, string reason, int underruns, long framesPlayed)
    {
        Underruns += underruns;
        SessionsWithUnderruns += underruns > 0 ? 1 : 0;
        long frames = (long)speaker.Sent * options.ChunkFrames;
        // HTTP reports played sound in tenths of a millisecond.
        if (
            reason == "completed"
            && Math.Abs(framesPlayed - frames) <= (options.Protocol == LoadProtocol.Http ? options.Rate / 10_000 : 0)
        )
        {
            Whole++;
        }
        else
        {
            Fault($"A session of {frames} frames ended as {reason} with {framesPlayed} played.");
        }

        Over?.Invoke(speaker);
    }

    /// <summary>Version 3: a session was stopped; its sound goes on.</summary>
    public void Stopped(Speaker speaker, long bytes)
    {
        if (bytes == (long)speaker.Sent * options.ChunkBytes)
            Whole++;
        else
            Fault($"Of {(long)speaker.Sent * options.ChunkBytes} bytes {bytes} were received.");
        Over?.Invoke(speaker);
    }

    /// <summary>A session is over because it was refused.</summary>
    public void Failed(Speaker speaker, string text)
    {
        Fault(text);
        Over?.Invoke(speaker);
    }

    /// <summary>Something went wrong.</summary>
    public void Fault(string text)
    {
        Faults++;
        if (FaultTexts.Count < MaxFaults)
            FaultTexts.Add(text);
    }

    /// <summary>Adds what another one recorded.</summary>
    public void Add(Recorder other)
    {
        Ttfa.Add(other.Ttfa);
        Mixed.Add(other.Mixed);
        Late.Add(other.Late);
        foreach ((string client, long taken) in other.TakenAfter)
            TakenAfter[client] = taken;
        Started += other.Started;
        Whole += other.Whole;
        Underruns += other.Underruns;
        SessionsWithUnderruns += other.SessionsWithUnderruns;
        Chunks += other.Chunks;
        Faults += other.Faults;
        FaultTexts.AddRange(other.FaultTexts.Take(MaxFaults - FaultTexts.Count));
    }

    /// <summary>Adds a value, 1 µs to a minute.</summary>
    public static void Record(LongHistogram histogram, long microseconds) =>
        histogram.RecordValue(Math.Clamp(microseconds, 1, 60_000_000));

    private static LongHistogram Histogram() => new(1, 60_000_000, 3);

    private static long Microseconds(long ticks) => ticks * 1_000_000 / Stopwatch.Frequency;
}
