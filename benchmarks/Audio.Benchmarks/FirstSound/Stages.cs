using System.Collections.Concurrent;

namespace Audio.Benchmarks.FirstSound;

/// <summary>
/// The measurements of each stage, including warm-ups. BenchmarkDotNet itself keeps only one time per operation.
/// </summary>
internal static class Stages
{
    private static readonly ConcurrentDictionary<(string Way, Stage Stage), List<double>> Milliseconds = new();

    public static void Record(string way, Stage stage, TimeSpan? time)
    {
        if (time is not { } measured)
            return;
        List<double> all = Milliseconds.GetOrAdd((way, stage), static _ => []);
        lock (all)
            all.Add(measured.TotalMilliseconds);
    }

    /// <summary>The median in milliseconds; <see langword="null"/>: this benchmark has no such stage.</summary>
    public static double? Median(string way, Stage stage)
    {
        if (!Milliseconds.TryGetValue((way, stage), out List<double>? all))
            return null;
        lock (all)
            return all.Order().ElementAt(all.Count / 2);
    }
}
