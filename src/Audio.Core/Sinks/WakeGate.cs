namespace Audio.Core.Sinks;

/// <summary>
/// How what renders goes to sleep while nothing sounds, so that no wake is lost. One side sleeps: a thread, or a timer
/// that is switched off. It answers, asks its source, and where there is nothing tries to sleep; a wake that came after
/// the answer forbids that, one that comes later ends the sleep. Any number of threads wake it. Nobody waits here,
/// nothing is locked, and nothing is allocated.
/// </summary>
/// <remarks>
/// What was written before a <see cref="Wake"/> is seen after the <see cref="Answer"/> to it. Both sides only ever
/// exchange one word, so there is an order of all that they do.
/// </remarks>
/// <param name="endSleep">
/// Sets an event, starts a timer, and the like. Called on the thread that wakes: by each wake of a sleeper that has not
/// risen yet, and late perhaps, when it has risen already or has gone for ever. It does not block, throws nothing, and
/// does no harm where nobody sleeps.
/// </param>
public sealed class WakeGate(Action endSleep)
{
    private const int Wanted = 1;
    private const int Asleep = 2;

    // Both sides: awake, with nothing wanted, to begin with. Only the sleeping side changes whether it sleeps.
    private int _state;

    /// <summary>Whether a wake has come that was not answered. Any thread.</summary>
    public bool IsWanted => (Volatile.Read(ref _state) & Wanted) != 0;

    /// <summary>
    /// Whether the sleeping side fell asleep and has not risen yet, woken or not. Certain for the sleeping side alone.
    /// </summary>
    public bool IsAsleep => (Volatile.Read(ref _state) & Asleep) != 0;

    /// <summary>
    /// There is something to render. Any thread; one atomic operation while the sleeping side is awake.
    /// </summary>
    public void Wake()
    {
        if ((Interlocked.Or(ref _state, Wanted) & Asleep) != 0)
            endSleep();
    }

    /// <summary>
    /// Awake, and on the way to asking the source: what was wanted stays so until the answer. Sleeping side, one thread
    /// at a time.
    /// </summary>
    public void Rise() => Interlocked.And(ref _state, ~Asleep);

    /// <summary>
    /// Awake, and about to ask the source: a wake from here on is for the next time. Sleeping side, one thread at a
    /// time.
    /// </summary>
    public void Answer() => Interlocked.Exchange(ref _state, 0);

    /// <summary>
    /// The source had nothing: asleep from here on, until the sleep is ended. Sleeping side, one thread at a time.
    /// </summary>
    /// <returns>False: it is wanted and stays awake; the source is to be asked again, or for the first time.</returns>
    public bool TrySleep() => Interlocked.CompareExchange(ref _state, Asleep, 0) == 0;
}
