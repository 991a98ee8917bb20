using System.Globalization;

namespace Audio.Hostile.Daemon;

/// <summary>What a process holds, read from /proc.</summary>
/// <param name="ResidentMiB">Memory.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Files">Open descriptors. The files that the runtime maps to load code do not count.</param>
internal readonly record struct ProcessState(double ResidentMiB, int Threads, int Files)
{
    /// <summary>Reads it; <see langword="null"/> if the process has ended.</summary>
    public static ProcessState? Of(int processId)
    {
        try
        {
            string[] status = File.ReadAllLines($"/proc/{processId}/status");
            return new ProcessState(
                Number(status, "VmRSS:") / 1024.0,
                (int)Number(status, "Threads:"),
                Directory.GetFiles($"/proc/{processId}/fd").Count(static file => !IsCode(file))
            );
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return null; // A process that has ended has no memory.
        }
    }

    private static bool IsCode(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget is { } target
                && target.EndsWith(".dll", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true; // It was closed meanwhile.
        }
    }

    private static long Number(string[] lines, string name)
    {
        string line = lines.First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "").Trim(), CultureInfo.InvariantCulture);
    }
}
