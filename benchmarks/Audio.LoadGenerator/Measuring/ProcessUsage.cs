using System.Globalization;

namespace Audio.LoadGenerator.Measuring;

/// <summary>What a process has used, read from /proc.</summary>
/// <param name="Cpu">
/// CPU time of all its threads since its start, user and system; the kernel counts in steps of 10 ms.
/// </param>
/// <param name="PeakResidentBytes">Its peak memory.</param>
/// <param name="ResidentBytes">The memory that it holds.</param>
/// <param name="AnonymousBytes">The part that is not backed by a file.</param>
/// <param name="SwitchesByThread">How often each thread that lives has slept and woken: voluntary switches.</param>
internal sealed record ProcessUsage(
    TimeSpan Cpu,
    long PeakResidentBytes,
    long ResidentBytes,
    long AnonymousBytes,
    IReadOnlyDictionary<string, long> SwitchesByThread
)
{
    private const int TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on

    /// <summary>Reads it.</summary>
    public static ProcessUsage Of(int processId)
    {
        string stat = File.ReadAllText($"/proc/{processId}/stat");
        // The second field is the program's name in brackets, which may hold anything; counting starts behind it, at
        // field 3.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        long ticks =
            long.Parse(fields[14 - 3], CultureInfo.InvariantCulture)
            + long.Parse(fields[15 - 3], CultureInfo.InvariantCulture);
        string[] status = File.ReadAllLines($"/proc/{processId}/status");
        return new ProcessUsage(
            TimeSpan.FromSeconds((double)ticks / TicksPerSecond),
            1024 * Number(status, "VmHWM:"),
            1024 * Number(status, "VmRSS:"),
            1024 * Number(status, "RssAnon:"),
            Directory.GetDirectories($"/proc/{processId}/task").ToDictionary(static task => task, SwitchesOf)
        );
    }

    /// <summary>
    /// The number of wake-ups of its threads since then. Threads that have ended since are not included.
    /// </summary>
    public long WakeUpsSince(ProcessUsage before) =>
        SwitchesByThread.Sum(thread =>
            Math.Max(0, thread.Value - before.SwitchesByThread.GetValueOrDefault(thread.Key))
        );

    private static long SwitchesOf(string task)
    {
        try
        {
            return Number(File.ReadAllLines(Path.Combine(task, "status")), "voluntary_ctxt_switches:");
        }
        catch (IOException)
        {
            return 0; // The thread has ended meanwhile.
        }
    }

    private static long Number(string[] lines, string name)
    {
        string line = lines.First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "").Trim(), CultureInfo.InvariantCulture);
    }
}
