namespace Audio.Testing;

/// <summary>What code allocates once it is warm.</summary>
public static class Allocations
{
    private const int Rounds = 20;

    /// <summary>
    /// Bytes allocated on this thread by one run of a warm action. The least of some rounds counts: the runtime may
    /// compile a method anew in between, or empty the array pool, which costs one round something; an allocation of
    /// ours costs every round.
    /// </summary>
    public static long Of(Action action)
    {
        action();
        return Enumerable
            .Range(0, Rounds)
            .Min(_ =>
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                action();
                return GC.GetAllocatedBytesForCurrentThread() - before;
            });
    }

    /// <summary>
    /// Bytes that a thread allocates in most turns of its loop, from its counter read once a turn: the median, so that
    /// what the runtime does once does not count.
    /// </summary>
    /// <param name="counter"><see cref="GC.GetAllocatedBytesForCurrentThread"/> in each turn.</param>
    public static long EachTurn(IReadOnlyList<long> counter)
    {
        long[] turns = [.. counter.Zip(counter.Skip(1), static (before, after) => after - before).Order()];
        return turns[turns.Length / 2];
    }
}
