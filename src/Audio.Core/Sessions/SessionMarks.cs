namespace Audio.Core.Sessions;

/// <summary>
/// The pending marks of a session, the nearest first, and in the order in which they were set for the same position.
/// </summary>
internal sealed class SessionMarks
{
    /// <summary>The most pending marks.</summary>
    public const int Max = 1_024;

    // Any thread.
    private int _count;

    // Session scheduler only.
    private readonly PriorityQueue<SessionMark, (long Offset, long Order)> _waiting = new();
    private long _order;

    /// <exception cref="ArgumentException">Its offset is negative, or its name is empty or too long.</exception>
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

    /// <summary>Reserves a place for one more mark. Any thread.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryReserve()
    {
        if (Interlocked.Increment(ref _count) <= Max)
            return true;
        Interlocked.Decrement(ref _count);
        return false;
    }

    /// <summary>Adds a mark whose place was reserved.</summary>
    public void Add(SessionMark mark) => _waiting.Enqueue(mark, (mark.Offset, _order++));

    /// <summary>Returns the nearest mark.</summary>
    public bool TryPeek(out SessionMark mark) => _waiting.TryPeek(out mark, out _);

    /// <summary>Removes the nearest mark.</summary>
    public void RemoveNearest()
    {
        _waiting.Dequeue();
        Interlocked.Decrement(ref _count);
    }
}
