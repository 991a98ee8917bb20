using System.Text;
using Audio.LoadGenerator.Driving;
using Audio.LoadGenerator.Measuring;

namespace Audio.LoadGenerator.Reports;

/// <summary>A report for people.</summary>
internal static class MarkdownReport
{
    /// <summary>Writes it.</summary>
    public static string Write(LoadReport report)
    {
        LoadOptions o = report.Options;
        var text = new StringBuilder();
        text.AppendLine(
                $"{report.Date:yyyy-MM-dd HH:mm} UTC, {report.Machine}. "
                    + $"{Name(o.Protocol)}, {o.Rate} Hz, {o.Channels} channel(s), chunks of "
                    + $"{o.Chunk.TotalMilliseconds:0.#} ms"
                    + $"{(o.Burst > 1 ? $" in bursts of {o.Burst}" : "")}, {o.Lead.TotalMilliseconds:0} ms ahead"
                    + $"{(o.Utterance > TimeSpan.Zero ? $", sessions of {o.Utterance.TotalSeconds:0.#} s" : "")}, "
                    + $"each step {o.Measured.TotalSeconds:0} s."
            )
            .AppendLine();
        text.AppendLine(
            "| sessions | connections | first sound p50 / p99 / p99.9, ms | received to mixed p50 / p99, ms | "
                + "underruns | daemon, % of a core | resident, MB | GC gen 0 / 1 / 2 | GC pause all / longest, ms | "
                + "generator late p99, ms | generator, % | machine, % |"
        );
        text.AppendLine("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (StepResult s in report.Steps)
        {
            text.AppendLine(
                $"| {s.Sessions} | {s.Connections} | {Three(s.TtfaMs)} | {Two(s.MixedMs)} | "
                    + $"{s.Underruns}{(s.Faults.Count > 0 ? " and faults" : "")} | {100 * s.DaemonCpu:F1} | "
                    + $"{s.ResidentMb:F1} "
                    + $"| {(s.Collections is { } c ? $"{c.Gen0} / {c.Gen1} / {c.Gen2}" : "not watched")} | "
                    + $"{(s.Collections is { } p ? $"{p.PauseMs:F1} / {p.LongestPauseMs:F1}" : "not watched")} "
                    + $"| {s.SentLateMs?.P99:F2} | {100 * s.GeneratorCpu:F1} | {100 * s.MachineCpu:F1} |"
            );
        }
        text.AppendLine().AppendLine($"Largest number of sessions without an underrun: **{report.Largest}**.");
        if (report.CpuFit is { } cpu)
        {
            text.AppendLine()
                .AppendLine($"CPU: {100 * cpu.Intercept:F2} % + {100 * cpu.Slope:F4} % a session (R² {cpu.R2:F4}).");
        }

        if (report.MemoryFit is { } memory)
        {
            text.AppendLine()
                .AppendLine(
                    $"Memory: {memory.Intercept:F1} MB + {1000 * memory.Slope:F1} kB a session (R² {memory.R2:F4})."
                );
        }

        foreach (
            string fault in report.Steps.SelectMany(static s =>
                s.Faults.Select(fault => $"{s.Sessions} sessions: {fault}")
            )
        )
        {
            text.AppendLine().AppendLine($"Fault: {fault}");
        }

        return text.ToString();
    }

    private static string Name(LoadProtocol protocol) =>
        protocol switch
        {
            LoadProtocol.V4 => "Version 4",
            LoadProtocol.V3 => "Version 3",
            _ => "HTTP",
        };

    private static string Three(Percentiles? p) =>
        p is null ? "not measured" : $"{p.P50:F2} / {p.P99:F2} / {p.P999:F2}";

    private static string Two(Percentiles? p) => p is null ? "not told" : $"{p.P50:F2} / {p.P99:F2}";
}
