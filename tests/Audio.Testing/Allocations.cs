namespace Audio.Testing;

/// <summary>Measures what warm code allocates.</summary>
public static class Allocations
{
    private const int Rounds = 20;

    /// <summary>
    /// Bytes allocated on this thread by one run of a warm action. The minimum of several rounds counts: the runtime
    /// may recompile a method or trim the array pool, which affects one round; an allocation of ours affects every
    /// round.
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
    /// The median of the bytes that a thread allocates per iteration of its loop, so that one-off allocations of the
    /// runtime do not count.
    /// </summary>
    /// <param name="counter"><see cref="GC.GetAllocatedBytesForCurrentThread"/> in each iteration.</param>
    public static long EachTurn(IReadOnlyList<long> counter)
    {
        long[] turns = [.. counter.Zip(counter.Skip(1), static (before, after) => after - before).Order()];
        return turns[turns.Length / 2];
    }
}
