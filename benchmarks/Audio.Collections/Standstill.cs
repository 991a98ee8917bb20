using System.Diagnostics;
using System.Globalization;

namespace Audio.Collections;

/// <summary>
/// A suspension of a CPU, as observed by a separate top-priority process that only wakes every millisecond. The host of
/// a virtual machine suspends its CPUs now and then, for longer than a buffer lasts, and nothing in the machine can
/// play meanwhile.
/// </summary>
/// <param name="End">
/// When the watcher ran again, in milliseconds of the clock that all processes share (<see
/// cref="Stopwatch.GetTimestamp"/>).
/// </param>
/// <param name="Length">How much too late that was, in milliseconds.</param>
internal readonly record struct Standstill(double End, double Length)
{
    /// <summary>The shortest suspension that counts, in milliseconds.</summary>
    public const double Least = 3;

    /// <summary>The current time in milliseconds, on the clock that all processes share.</summary>
    public static double Now => Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency;

    /// <summary>Writes suspensions to the output as they happen, until the process is ended.</summary>
    public static void Watch()
    {
        using var never = new ManualResetEvent(false);
        double before = Now;
        while (true)
        {
            never.WaitOne(1);
            double now = Now;
            double late = now - before - 1;
            before = now;
            if (late < Least)
                continue;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{now:F3} {late:F3}"));
            before = Now;
        }
    }

    /// <summary>Reads what watchers wrote.</summary>
    /// <param name="paths">Their files; empty without a watcher.</param>
    /// <param name="since">Ignores earlier ones, on the clock of <see cref="Now"/>.</param>
    public static IReadOnlyList<Standstill> Read(IEnumerable<string> paths, double since) =>
        [
            .. paths
                .SelectMany(File.ReadLines)
                .Select(static line => line.Split(' '))
                .Where(static fields => fields.Length == 2)
                .Select(static fields => new Standstill(
                    double.Parse(fields[0], CultureInfo.InvariantCulture),
                    double.Parse(fields[1], CultureInfo.InvariantCulture)
                ))
                .Where(standstill => standstill.End >= since),
        ];
}
