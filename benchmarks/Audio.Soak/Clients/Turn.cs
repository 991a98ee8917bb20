using Audio.Soak.Ledger;

namespace Audio.Soak.Clients;

/// <summary>
/// What one client does from its first connection to its last. Its choices come from the seed and its number alone, so
/// that the same client can be watched again. One thread.
/// </summary>
/// <param name="target">The daemon.</param>
/// <param name="seed">Of the run.</param>
/// <param name="number">Of the client.</param>
/// <param name="ledger">Where it notes its sessions.</param>
/// <param name="stop">Set when the run is over: pauses end early.</param>
internal sealed class Turn(SoakTarget target, int seed, int number, SessionLedger ledger, CancellationToken stop)
{
    /// <summary>Names that clients share, so that they meet.</summary>
    private const int SharedNames = 6;

    private int _names;

    /// <summary>How long a client waits for what the daemon must do: far longer than it takes.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>The daemon.</summary>
    public SoakTarget Target => target;

    /// <summary>The client.</summary>
    public int Number => number;

    /// <summary>Where it notes its sessions.</summary>
    public SessionLedger Ledger => ledger;

    /// <summary>Its choices.</summary>
    public Random Random { get; } = new(unchecked(seed * 1_000_003 + number));

    /// <summary>A name of its own that nobody else touches.</summary>
    public string OwnName() => $"own-{number}-{_names++}";

    /// <summary>A name of its own that others may pause, turn down or cancel.</summary>
    public string OpenName() => $"open-{number}-{_names++}";

    /// <summary>A name that others use as well.</summary>
    public string SharedName() => $"shared-{Random.Next(SharedNames)}";

    /// <summary>A channel that others use as well.</summary>
    public string SharedChannel() => $"channel-{Random.Next(3)}";

    /// <summary>Whether something with this probability happens.</summary>
    public bool Chance(double probability) => Random.NextDouble() < probability;

    /// <summary>One of several.</summary>
    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Random.Next(choices.Length)];

    /// <summary>A time from 0 to this.</summary>
    public TimeSpan UpTo(int milliseconds) => TimeSpan.FromMilliseconds(Random.Next(milliseconds + 1));

    /// <summary>Does nothing for a time, or until the run is over.</summary>
    public void Idle(TimeSpan time) => stop.WaitHandle.WaitOne(time);
}
