using System.Text;

namespace Audio.Compare.Report;

/// <summary>Results as tables in Markdown, which are legible in a terminal too.</summary>
internal static class Tables
{
    /// <summary>Times to the first sound, beside the floor and beside paplay where it was measured.</summary>
    public static string FirstSound(IReadOnlyList<Series> series)
    {
        double floor = series[0].Median;
        double? paplay = series.FirstOrDefault(s => s.Name == "paplay")?.Median;
        var rows = series.OrderBy(s => s.Median).Select(s => (string[])
        [
            s.Name, $"{s.Quantile(0):F2}", $"{s.Median:F2}", $"{s.Quantile(0.9):F2}", $"{s.Quantile(0.99):F2}",
            $"{s.Median / floor:F2}", paplay is { } p ? $"{s.Median / p:F2}" : "not measured",
        ]);
        return Table(["first sound, ms", "min", "median", "p90", "p99", "× bare Kestrel", "× paplay"], rows);
    }

    /// <summary>Processor time per stream, beside PulseAudio's.</summary>
    public static string Processor(IReadOnlyList<Series> series, string reference)
    {
        double? pulse = series.FirstOrDefault(s => s.Name == reference)?.Median;
        var rows = series.OrderBy(s => s.Median).Select(s => (string[])
            [s.Name, $"{s.Quantile(0):F3}", $"{s.Median:F3}", $"{s.Quantile(1):F3}", pulse is { } p ? $"{s.Median / p:F2}" : "not measured"]);
        return Table(["processor, % of a core for a stream", "min", "median", "max", "× PulseAudio"], rows);
    }

    private static string Table(string[] head, IEnumerable<string[]> body)
    {
        string[][] rows = [head, .. body];
        int[] widths = [.. head.Select((_, column) => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        Line(rows[0]);
        text.Append('|');
        for (int column = 0; column < head.Length; column++)
            text.Append(column == 0 ? $"{new string('-', widths[column] + 2)}|" : $"{new string('-', widths[column] + 1)}:|");
        text.AppendLine();
        foreach (string[] row in rows[1..])
            Line(row);
        return text.ToString();

        void Line(string[] cells)
        {
            text.Append('|');
            for (int column = 0; column < cells.Length; column++)
                text.Append(' ').Append(column == 0 ? cells[column].PadRight(widths[column]) : cells[column].PadLeft(widths[column])).Append(" |");
            text.AppendLine();
        }
    }
}
