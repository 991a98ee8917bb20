using System.Diagnostics;

namespace Audio.Sound;

/// <summary>
/// The cost of a block on a quiet CPU: the best of many batches, because interference only ever makes a batch slower.
/// </summary>
internal static class Timing
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2); // long enough for the JIT's final tier
    private const int BlocksInBatch = 100;

    /// <summary>Microseconds for each 480 frames.</summary>
    /// <param name="block">Does its work and says how many frames came of it.</param>
    public static double Best(Func<int> block)
    {
        double best = double.MaxValue;
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < Duration)
        {
            long frames = 0;
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < BlocksInBatch; i++)
                frames += block();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds * 480 / frames);
        }

        return best;
    }
}
