using System.Runtime.InteropServices;

namespace Audio.Compare.Report;

/// <summary>
/// Writes the results for use in a page: tables in Markdown, plots as SVG, with date, commit and machine.
/// </summary>
/// <param name="folder">Where they go.</param>
/// <param name="commit">What was measured.</param>
internal sealed class ReportFiles(string folder, string commit)
{
    private readonly string _when = $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, commit {commit}";

    /// <summary>Writes both forms.</summary>
    /// <param name="name">Of the files, without ending.</param>
    /// <param name="title">Over the plot.</param>
    /// <param name="axis">What is measured, with its unit.</param>
    /// <param name="table">The table.</param>
    /// <param name="series">What the plot shows.</param>
    /// <param name="how">How much was measured, and what else there is to say.</param>
    public void Write(string name, string title, string axis, string table, IReadOnlyList<Series> series, string how)
    {
        Directory.CreateDirectory(folder);
        string footer = $"{_when}, {Machine()}, load {Load()}. {how}";
        File.WriteAllText(Path.Combine(folder, $"{name}.md"), $"{table}\n{footer}\n");
        File.WriteAllText(Path.Combine(folder, $"{name}.svg"), new RangePlot(title, axis, footer).Draw(series));
        Console.WriteLine($"{table}{footer}\n");
    }

    private static string Machine()
    {
        string model =
            File.Exists("/proc/cpuinfo")
            && File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
                is { } line
                ? line[(line.IndexOf(':') + 2)..].Trim()
                : RuntimeInformation.ProcessArchitecture.ToString();
        return $"{model} with {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}";
    }

    /// <summary>
    /// The load average of the last minute: together with the number of cores, it tells how reliable the figures are.
    /// </summary>
    private static string Load() =>
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
