using Audio.Compare.Processor;

namespace Audio.Compare;

/// <summary>The time limit of the whole run, whatever hangs. Counts from its creation.</summary>
internal sealed class RunLimit : IDisposable
{
    /// <summary>Extra time for code that does not observe the token.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly long _began = TimeProvider.System.GetTimestamp();
    private readonly TimeSpan _total;
    private readonly CancellationTokenSource _source;
    private readonly ITimer _lastResort;

    private RunLimit(TimeSpan peer, TimeSpan total)
    {
        Peer = peer;
        _total = total;
        _source = new CancellationTokenSource(total, TimeProvider.System);
        _lastResort = TimeProvider.System.CreateTimer(
            _ => Environment.Exit(1),
            null,
            total + Grace,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>The time limit of a request to another player; a slower one is left out.</summary>
    public TimeSpan Peer { get; }

    /// <summary>The time limit of a request to this daemon; beyond it, the run has failed.</summary>
    public static TimeSpan Own { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Cancelled when it is over.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>How long it has run, and how long it may, in words.</summary>
    public string Progress => $"{Words(TimeProvider.System.GetElapsedTime(_began))} of at most {Words(_total)}";

    /// <summary>Begins a run of what was chosen.</summary>
    /// <param name="only">One of the two parts, or null for both.</param>
    /// <param name="peer">How long a request to one of the others may take.</param>
    /// <param name="rounds">
    /// Rounds of first sounds: each other player may hang once, and a round takes 8 s on a quiet machine.
    /// </param>
    /// <param name="repeats">Of the processor time.</param>
    /// <param name="duration">Of the sound in one of them.</param>
    public static RunLimit For(string? only, TimeSpan peer, int rounds, int repeats, TimeSpan duration)
    {
        const int most = 10; // ways of others, and more than there are mixes
        TimeSpan total = TimeSpan.Zero;
        if (only != "processor")
            total += TimeSpan.FromMinutes(3) + (most * peer) + (rounds * TimeSpan.FromSeconds(20));
        if (only != "first-sound")
            total += ProcessorRun.LimitOf(duration) * most + (repeats * most * (TimeSpan.FromSeconds(5) + duration));
        return new RunLimit(peer, total);
    }

    private static string Words(TimeSpan time) => $"{(int)time.TotalMinutes}:{time.Seconds:00} min";

    public void Dispose()
    {
        _lastResort.Dispose();
        _source.Dispose();
    }
}
