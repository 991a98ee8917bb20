using HdrHistogram;

namespace Audio.LoadGenerator.Measuring;

/// <summary>The results for one number of sessions. For CPU figures, 1 is one core.</summary>
internal sealed record StepResult
{
    /// <summary>Concurrent sessions.</summary>
    public required int Sessions { get; init; }

    /// <summary>Connections that carried them.</summary>
    public required int Connections { get; init; }

    /// <summary>How long usage was measured.</summary>
    public required double Seconds { get; init; }

    /// <summary>All sessions that were started.</summary>
    public required int Started { get; init; }

    /// <summary>Sessions that ended normally.</summary>
    public required int Whole { get; init; }

    /// <summary>Gaps, as the daemon counts them.</summary>
    public required int Underruns { get; init; }

    /// <summary>Sessions with a gap.</summary>
    public required int SessionsWithUnderruns { get; init; }

    /// <summary>What went wrong, at most ten.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>Intended send of the first chunk to first sample at the device.</summary>
    public required Percentiles? TtfaMs { get; init; }

    /// <summary>Received to mixed, first chunks, as reported by the daemon.</summary>
    public required Percentiles? MixedMs { get; init; }

    /// <summary>How late the generator itself was.</summary>
    public required Percentiles? SentLateMs { get; init; }

    /// <summary>Chunks in all.</summary>
    public required long Chunks { get; init; }

    /// <summary>The daemon's CPU time per second.</summary>
    public required double DaemonCpu { get; init; }

    /// <summary>The generator's CPU time per second.</summary>
    public required double GeneratorCpu { get; init; }

    /// <summary>The CPU time of the whole machine per second.</summary>
    public required double MachineCpu { get; init; }

    /// <summary>The daemon's memory at the end of the measurement.</summary>
    public required double ResidentMb { get; init; }

    /// <summary>The part that is not backed by a file.</summary>
    public required double AnonymousMb { get; init; }

    /// <summary>Its peak memory.</summary>
    public required double PeakResidentMb { get; init; }

    /// <summary>How often a second its threads woke.</summary>
    public required double WakeUps { get; init; }

    /// <summary>Its collections.</summary>
    public required GcCounts? Collections { get; init; }

    /// <summary>Whether nothing was missing.</summary>
    public bool IsClean => Underruns == 0 && Faults.Count == 0 && Whole == Started;
}

/// <summary>Percentiles of a distribution, in milliseconds.</summary>
internal sealed record Percentiles(long Count, double P50, double P99, double P999, double Max)
{
    /// <summary>Reads a histogram of microseconds; <see langword="null"/> where it is empty.</summary>
    public static Percentiles? Of(LongHistogram histogram) =>
        histogram.TotalCount == 0
            ? null
            : new(histogram.TotalCount, At(histogram, 50), At(histogram, 99), At(histogram, 99.9), At(histogram, 100));

    private static double At(LongHistogram histogram, double percentile) =>
        histogram.GetValueAtPercentile(percentile) / 1000.0;
}
