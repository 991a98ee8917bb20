using System.Globalization;

namespace Audio.LoadGenerator.Measuring;

/// <summary>The CPU usage of the whole machine from /proc/stat: shows how busy it was during a measurement.</summary>
/// <param name="Busy">CPU time used.</param>
internal sealed record MachineUsage(TimeSpan Busy)
{
    /// <summary>Reads it.</summary>
    public static MachineUsage Now()
    {
        // cpu user nice system idle iowait irq softirq steal …
        long[] ticks =
        [
            .. File.ReadLines("/proc/stat")
                .First()
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Skip(1)
                .Select(long.Parse),
        ];
        return new MachineUsage(
            TimeSpan.FromSeconds((ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]) / 100.0)
        );
    }

    /// <summary>What the machine is.</summary>
    public static string Describe()
    {
        string? model = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{model?[(model.IndexOf(':') + 2)..] ?? "unknown processor"}, {Environment.ProcessorCount} cores"
        );
    }
}
