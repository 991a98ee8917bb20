using System.Text;

namespace Audio.Compare.Report;

/// <summary>Results as tables in Markdown, which are legible in a terminal too.</summary>
internal static class Tables
{
    /// <summary>Times to the first sound, relative to the floor and, if measured, to paplay.</summary>
    public static string FirstSound(IReadOnlyList<Series> series)
    {
        double floor = series[0].Median;
        double? paplay = series.FirstOrDefault(s => s.Name == "paplay" && s.Count > 0)?.Median;
        IEnumerable<string[]> rows = Measured(series)
            .Select(s =>
                (string[])
                    [
                        s.Name,
                        $"{s.Quantile(0):F2}",
                        $"{s.Median:F2}",
                        $"{s.Quantile(0.9):F2}",
                        $"{s.Quantile(0.99):F2}",
                        $"{s.Median / floor:F2}",
                        paplay is { } p ? $"{s.Median / p:F2}" : "not measured",
                    ]
            );
        return Table(["first sound, ms", "min", "median", "p90", "p99", "× bare Kestrel", "× paplay"], rows, series);
    }

    /// <summary>CPU time per stream, relative to the sound server's.</summary>
    public static string Processor(IReadOnlyList<Series> series, string server, string reference)
    {
        double? pulse = series.FirstOrDefault(s => s.Name == reference && s.Count > 0)?.Median;
        IEnumerable<string[]> rows = Measured(series)
            .Select(s =>
                (string[])
                    [
                        s.Name,
                        $"{s.Quantile(0):F3}",
                        $"{s.Median:F3}",
                        $"{s.Quantile(1):F3}",
                        pulse is { } p ? $"{s.Median / p:F2}" : "not measured",
                    ]
            );
        return Table(["processor, % of a core for a stream", "min", "median", "max", $"× {server}"], rows, series);
    }

    private static IEnumerable<Series> Measured(IReadOnlyList<Series> series) =>
        series.Where(s => s.Count > 0).OrderBy(s => s.Median);

    private static string Table(string[] head, IEnumerable<string[]> body, IReadOnlyList<Series> series)
    {
        Series[] leftOut = [.. series.Where(s => s.LeftOut is not null)];
        string[][] rows =
        [
            head,
            .. body,
            .. leftOut.Select(s => (string[])[s.Name, .. Enumerable.Repeat("left out", head.Length - 1)]),
        ];
        int[] widths = [.. head.Select((_, column) => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        Line(rows[0]);
        text.Append('|');
        for (int column = 0; column < head.Length; column++)
        {
            text.Append(
                column == 0 ? $"{new string('-', widths[column] + 2)}|" : $"{new string('-', widths[column] + 1)}:|"
            );
        }

        text.AppendLine();
        foreach (string[] row in rows[1..])
            Line(row);
        foreach (Series one in leftOut)
            text.AppendLine().AppendLine($"{one.Name} is left out: {one.LeftOut}");
        return text.ToString();

        void Line(string[] cells)
        {
            text.Append('|');
            for (int column = 0; column < cells.Length; column++)
            {
                text.Append(' ')
                    .Append(
                        column == 0 ? cells[column].PadRight(widths[column]) : cells[column].PadLeft(widths[column])
                    )
                    .Append(" |");
            }

            text.AppendLine();
        }
    }
}
