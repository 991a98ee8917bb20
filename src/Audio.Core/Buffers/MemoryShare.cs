namespace Audio.Core.Buffers;

/// <summary>What one session holds of one pool. Any thread, except the render thread.</summary>
/// <param name="ledger">The pool's.</param>
/// <param name="client">Whom it counts for.</param>
/// <param name="isUrgent">
/// Whether others wait while it waits for memory, as they do behind a connection that carries many sessions.
/// </param>
/// <param name="takeBack">
/// Asks the session to give everything back; called at most once until <see cref="Spare"/>, without a lock.
/// </param>
internal sealed class MemoryShare(MemoryLedger ledger, object client, bool isUrgent, Action takeBack)
{
    /// <summary>Whom it counts for.</summary>
    public object Client => client;

    /// <summary>Whether others wait while it waits.</summary>
    public bool IsUrgent => isUrgent;

    // Guarded by the ledger's lock.
    internal int Blocks { get; set; }

    internal MemoryStanding Standing { get; set; }

    /// <summary>Counts a block that is about to be rented.</summary>
    /// <returns>Whether it may be; if not, sessions that are silenced hold as much as they may.</returns>
    public bool TryGrow() => ledger.TryGrow(this);

    /// <summary>The pool had no block after all.</summary>
    public void Miss() => ledger.Miss(this);

    /// <summary>A block was returned.</summary>
    public void Shrink() => ledger.Shrink(this);

    /// <summary>The session is silenced, or no longer.</summary>
    public void Stand(MemoryStanding standing) => ledger.Stand(this, standing);

    /// <summary>The session keeps its memory although it was asked for it: it is not silenced any more.</summary>
    public void Spare() => ledger.Spare(this);

    internal void TakeBack() => takeBack();
}
