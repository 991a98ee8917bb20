namespace Audio.Core.Sinks;

/// <summary>
/// Lets a renderer sleep while nothing plays without losing a wake. The renderer is one thread, or a timer that can be
/// stopped. It calls <see cref="Answer"/>, asks its source, and if there is nothing tries to sleep. A wake after the
/// answer prevents the sleep; a later one ends it. Any number of threads may wake it. Nothing here waits, locks or
/// allocates.
/// </summary>
/// <remarks>
/// Writes before a <see cref="Wake"/> are visible after the <see cref="Answer"/> to it. Both sides only exchange one
/// word, so all their operations have one order.
/// </remarks>
/// <param name="endSleep">
/// Ends the sleep, for example by setting an event or starting a timer. Called on the waking thread, for each wake
/// until the renderer has risen; it may come late, when the renderer is already awake or gone. It must not block or
/// throw, and must do no harm if nobody sleeps.
/// </param>
public sealed class WakeGate(Action endSleep)
{
    private const int Wanted = 1;
    private const int Asleep = 2;

    // Both sides: initially awake with nothing wanted. Only the sleeping side changes whether it sleeps.
    private int _state;

    /// <summary>Whether there is an unanswered wake. Any thread.</summary>
    public bool IsWanted => (Volatile.Read(ref _state) & Wanted) != 0;

    /// <summary>
    /// Whether the sleeping side is asleep and has not risen yet, woken or not. Exact only on the sleeping side.
    /// </summary>
    public bool IsAsleep => (Volatile.Read(ref _state) & Asleep) != 0;

    /// <summary>
    /// Wakes the renderer: there is something to render. Any thread; one atomic operation while the renderer is awake.
    /// </summary>
    public void Wake()
    {
        if ((Interlocked.Or(ref _state, Wanted) & Asleep) != 0)
            endSleep();
    }

    /// <summary>
    /// Marks the renderer as awake; a wake stays unanswered until <see cref="Answer"/>. Sleeping side, one thread at a
    /// time.
    /// </summary>
    public void Rise() => Interlocked.And(ref _state, ~Asleep);

    /// <summary>
    /// Answers all wakes so far; the source is about to be asked, and later wakes count for the next time. Sleeping
    /// side, one thread at a time.
    /// </summary>
    public void Answer() => Interlocked.Exchange(ref _state, 0);

    /// <summary>Falls asleep because the source had nothing. Sleeping side, one thread at a time.</summary>
    /// <returns>Whether it is asleep; if not, there was a wake and the source must be asked again.</returns>
    public bool TrySleep() => Interlocked.CompareExchange(ref _state, Asleep, 0) == 0;
}
