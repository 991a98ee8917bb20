using System.Globalization;

namespace Audio.LoadGenerator.Measuring;

/// <summary>
/// What all processors of the machine have done, read from /proc/stat: how busy others made it while something was
/// measured.
/// </summary>
/// <param name="Busy">Processor time that was used.</param>
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
