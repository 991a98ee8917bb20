namespace Audio.Protocol.Tests;

internal static class Allocations
{
    /// <summary>
    /// Bytes allocated on this thread by one run of a warm action. The least of some rounds counts: a collection may empty the array pool in
    /// between, which costs one round something, but an allocation of ours costs every round.
    /// </summary>
    public static long Of(Action action)
    {
        action();
        return Enumerable.Range(0, 20).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}
