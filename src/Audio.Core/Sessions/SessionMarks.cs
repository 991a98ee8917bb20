namespace Audio.Core.Sessions;

/// <summary>
/// The marks of a session that have not been heard, the nearest first; of one place in the order in which they were
/// set.
/// </summary>
internal sealed class SessionMarks
{
    /// <summary>The most that wait at one time.</summary>
    public const int Max = 1_024;

    // Any thread.
    private int _count;

    // Session scheduler only.
    private readonly PriorityQueue<SessionMark, (long Offset, long Order)> _waiting = new();
    private long _order;

    /// <exception cref="ArgumentException">It lies before the stream, or its name is too long or none.</exception>
    public static void Check(SessionMark mark)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mark.Offset, nameof(mark));
        if (mark.Name is not { Length: > 0 and <= SessionMark.MaxNameLength })
        {
            throw new ArgumentException(
                $"A mark's name has 1 to {SessionMark.MaxNameLength} characters.",
                nameof(mark)
            );
        }
    }

    /// <summary>Takes a place for one more. Any thread.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryReserve()
    {
        if (Interlocked.Increment(ref _count) <= Max)
            return true;
        Interlocked.Decrement(ref _count);
        return false;
    }

    /// <summary>Adds one whose place was reserved.</summary>
    public void Add(SessionMark mark) => _waiting.Enqueue(mark, (mark.Offset, _order++));

    /// <summary>The nearest.</summary>
    public bool TryPeek(out SessionMark mark) => _waiting.TryPeek(out mark, out _);

    /// <summary>Takes the nearest away.</summary>
    public void RemoveNearest()
    {
        _waiting.Dequeue();
        Interlocked.Decrement(ref _count);
    }
}
