namespace Audio.Compare.Report;

/// <summary>
/// One row for each series over a logarithmic axis: a thin line from the minimum to p99, a bar over the middle half, a
/// dot at the median.
/// </summary>
/// <param name="title">What is shown.</param>
/// <param name="axis">What the axis counts, with its unit.</param>
/// <param name="footer">When and where it was measured.</param>
internal sealed class RangePlot(string title, string axis, string footer)
{
    private const double Left = 260;
    private const double Plot = 560;
    private const double Right = 80;
    private const double Top = 62;
    private const double RowHeight = 26;
    private const double Bottom = 74;
    private const string Ours = "#0b6e99";
    private const string Others = "#8a8a8a";
    private const string Grid = "#dddddd";

    /// <summary>Draws it, the quickest first.</summary>
    public string Draw(IReadOnlyList<Series> series)
    {
        Series[] rows = [.. series.Where(s => s.Count > 0).OrderBy(s => s.Median)];
        // CPU time is counted in ticks of 10 ms: a short measurement can be 0, which a logarithmic axis has not.
        double least = rows.Select(s => s.Quantile(0)).Where(value => value > 0).DefaultIfEmpty(1).Min();
        double from = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double most = Math.Max(rows.Max(s => s.Quantile(0.99)), 10 * from);
        double to = Math.Pow(10, Math.Ceiling(Math.Log10(most)));
        double height = Top + (rows.Length * RowHeight) + Bottom;
        var svg = new Svg(Left + Plot + Right, height);
        svg.Text(16, 26, title, size: 16, isBold: true);
        svg.Text(16, 46, "line: least to p99; bar: middle half; dot and figure: median; blue: audiod", size: 12);

        double bottom = Top + (rows.Length * RowHeight);
        foreach (double tick in Ticks(from, to))
        {
            svg.Line(X(tick), Top - 4, X(tick), bottom, Grid, IsDecade(tick) ? 1.5 : 0.7);
            if (IsDecade(tick) || to / from <= 1000)
                svg.Text(X(tick), bottom + 18, $"{tick:#,0.###}", "middle", 12);
        }
        svg.Text(Left + (Plot / 2), bottom + 38, axis, "middle");
        svg.Text(16, height - 10, footer, size: 11);

        for (int i = 0; i < rows.Length; i++)
        {
            Series row = rows[i];
            string colour = row.IsOurs ? Ours : Others;
            double y = Top + ((i + 0.5) * RowHeight);
            svg.Text(Left - 12, y + 4, row.Name, "end", isBold: row.IsOurs);
            svg.Line(X(row.Quantile(0)), y, X(row.Quantile(0.99)), y, colour, 1.5);
            svg.Box(X(row.Quantile(0.25)), y - 6, X(row.Quantile(0.75)) - X(row.Quantile(0.25)), 12, colour, 0.45);
            svg.Dot(X(row.Median), y, 4.5, colour);
            svg.Text(X(row.Quantile(0.99)) + 8, y + 4, Figure(row.Median), size: 12);
        }
        return svg.ToString();

        double X(double value) => Left + (Plot * Math.Log(Math.Max(value, from) / from) / Math.Log(to / from));
    }

    /// <summary>Three figures.</summary>
    private static string Figure(double value) =>
        value switch
        {
            >= 100 => $"{value:F0}",
            >= 10 => $"{value:F1}",
            >= 1 => $"{value:F2}",
            _ => $"{value:F3}",
        };

    private static bool IsDecade(double tick) => Math.Abs(Math.Log10(tick) - Math.Round(Math.Log10(tick))) < 1e-9;

    private static IEnumerable<double> Ticks(double from, double to)
    {
        for (double decade = from; decade < to * 1.0001; decade *= 10)
        {
            foreach (double step in (double[])[1, 2, 5])
            {
                if (decade * step <= to * 1.0001)
                    yield return decade * step;
            }
        }
    }
}
