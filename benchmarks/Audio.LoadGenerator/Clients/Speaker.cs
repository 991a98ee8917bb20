using System.Diagnostics;

namespace Audio.LoadGenerator.Clients;

/// <summary>The state of a speaker.</summary>
internal enum SpeakerPhase
{
    /// <summary>Its next session is not open yet.</summary>
    Waiting,

    /// <summary>Its session is open, or about to be; it sends.</summary>
    Speaking,

    /// <summary>It has sent everything; the daemon plays it to the end.</summary>
    Ending,

    /// <summary>It has finished.</summary>
    Done,
}

/// <summary>
/// A source of speech: one session after another, each started at a time fixed beforehand, whatever the daemon does. So
/// a daemon that stalls gets no less load, and its delays count in full.
/// </summary>
/// <param name="number">Which, from 0.</param>
/// <param name="connection">What it sends through.</param>
/// <param name="options">The load.</param>
/// <param name="start">When its first chunk is meant to be sent, in ticks of <see cref="Stopwatch"/>.</param>
internal sealed class Speaker(int number, LoadConnection connection, LoadOptions options, long start)
{
    private readonly long _chunk = Ticks(options.Chunk);
    private readonly long _lead = Ticks(options.Lead);

    /// <summary>Which, from 0.</summary>
    public int Number => number;

    /// <summary>What it sends through.</summary>
    public LoadConnection Connection => connection;

    /// <summary>Its state.</summary>
    public SpeakerPhase Phase { get; set; }

    /// <summary>When the first chunk of this session is meant to be sent.</summary>
    public long Start { get; private set; } = start;

    /// <summary>Chunks of this session that were sent.</summary>
    public int Sent { get; set; }

    /// <summary>Whether the start of its sound was reported.</summary>
    public bool WasHeard { get; set; }

    /// <summary>The session's handle, where there is one.</summary>
    public uint Handle { get; set; }

    /// <summary>Chunks of one session.</summary>
    public int Chunks { get; } =
        options.Utterance > TimeSpan.Zero ? Math.Max(1, (int)(options.Utterance / options.Chunk)) : int.MaxValue;

    /// <summary>The number of chunks that should have been sent by now.</summary>
    public int Due(long now)
    {
        if (now < Start)
            return 0;
        long due = (now - Start + _lead) / _chunk + 1;
        due = (due + options.Burst - 1) / options.Burst * options.Burst;
        return (int)Math.Min(due, Chunks);
    }

    /// <summary>When the next chunk is to be sent.</summary>
    public long NextDue()
    {
        // A burst is due with its first chunk.
        long first = Sent / options.Burst * options.Burst;
        return Math.Max(Start, Start + first * _chunk - _lead);
    }

    /// <summary>Prepares the next session, at its place in the plan.</summary>
    public void MoveOn()
    {
        Start += Chunks * _chunk + Ticks(options.Pause);
        (Sent, Handle, WasHeard, Phase) = (0, 0, false, SpeakerPhase.Waiting);
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
