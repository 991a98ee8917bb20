using Audio.Hostile.Bystanders;

namespace Audio.Hostile.Report;

/// <summary>What others noticed of a flood.</summary>
/// <param name="Flood">Its name.</param>
/// <param name="Ping">How long pings of an honest client took.</param>
/// <param name="Health">How long <c>/health</c> took.</param>
/// <param name="Underruns">Of the sessions that played; <see langword="null"/> if they could not be counted.</param>
/// <param name="Cpu">The daemon's processor time, 1 is a core.</param>
/// <param name="ResidentMiB">Its memory afterwards.</param>
/// <param name="Note">What else is to be said.</param>
/// <param name="Death">What the daemon said as it died; <see langword="null"/> if it lives.</param>
internal sealed record FloodRow(
    string Flood,
    Waits Ping,
    Waits Health,
    int? Underruns,
    double? Cpu,
    double? ResidentMiB,
    string Note,
    string? Death
)
{
    /// <summary>The head of the table.</summary>
    public static string Head =>
        Line("flood", "ping", "max", "/health", "under-", "CPU", "MiB", "")
        + Environment.NewLine
        + Line("", "ms", "ms", "max ms", "runs", "%", "", "");

    /// <summary>The row, 80 columns wide.</summary>
    public override string ToString() =>
        Line(
            Flood,
            Show(Ping.Median, "0.0"),
            Show(Ping.Longest, "0"),
            Show(Health.Longest, "0"),
            Underruns?.ToString() ?? "-",
            Show(100 * Cpu, "0"),
            Show(ResidentMiB, "0"),
            Death is null ? Note : "it died"
        );

    private static string Show(double? number, string format) => number?.ToString(format) ?? "-";

    private static string Line(string a, string b, string c, string d, string e, string f, string g, string h) =>
        (
            a.PadRight(24)
            + b.PadLeft(6)
            + c.PadLeft(7)
            + d.PadLeft(8)
            + e.PadLeft(7)
            + f.PadLeft(5)
            + g.PadLeft(5)
            + "  "
            + h
        ).TrimEnd();
}
