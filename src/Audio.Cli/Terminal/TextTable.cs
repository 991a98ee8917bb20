using Audio.Protocol;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Audio.Cli.Terminal;

/// <summary>
/// A table that fits any width: if there is not enough room, the least important columns are dropped first, then long
/// cells are truncated. Cells are text, never markup, and are filtered by <see cref="PlainText"/>, because clients
/// choose their names.
/// </summary>
/// <param name="columns">The columns, from left to right.</param>
internal sealed class TextTable(params IReadOnlyList<TextColumn> columns) : IRenderable
{
    /// <summary>Two blanks and a border for each column; the table has one more border.</summary>
    private const int FrameOfColumn = 3;

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row with one cell for each column.</summary>
    public void AddRow(params IEnumerable<string> cells) => _rows.Add([.. cells.Select(PlainText.Line)]);

    public Measurement Measure(RenderOptions options, int maxWidth) => new(0, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        int[] natural =
        [
            .. columns.Select((column, i) => _rows.Select(row => row[i].Cells()).Append(column.Name.Length).Max()),
        ];
        List<int> shown = Shown(natural, maxWidth);
        int[] widths = Widths(shown, natural, maxWidth);
        Table table = new Table().Border(options.Unicode ? TableBorder.Rounded : TableBorder.Ascii);
        table.UseSafeBorder = false;
        for (int i = 0; i < shown.Count; i++)
        {
            TextColumn column = columns[shown[i]];
            var head = new TableColumn(new Text(column.Name.CutTo(widths[i], options.Unicode)))
            {
                Width = widths[i],
                NoWrap = true,
            };
            table.AddColumn(column.IsNumber ? head.RightAligned() : head);
        }
        foreach (string[] row in _rows)
            table.AddRow([.. shown.Select((column, i) => new Text(row[column].CutTo(widths[i], options.Unicode)))]);
        return ((IRenderable)table).Render(options, maxWidth);
    }

    /// <summary>The columns that fit at their minimum widths.</summary>
    private List<int> Shown(int[] natural, int maxWidth)
    {
        List<int> shown = [.. Enumerable.Range(0, columns.Count)];
        while (shown.Count > 1 && shown.Sum(i => Least(i, natural) + FrameOfColumn) + 1 > maxWidth)
            shown.Remove(shown.MinBy(i => columns[i].Importance));
        return shown;
    }

    /// <summary>
    /// The widths of the columns: as wide as their content, or less if there is not enough room. The widest column that
    /// can shrink shrinks first.
    /// </summary>
    private int[] Widths(List<int> shown, int[] natural, int maxWidth)
    {
        int[] widths = [.. shown.Select(i => natural[i])];
        int[] least = [.. shown.Select(i => Least(i, natural))];
        for (int excess = widths.Sum() + FrameOfColumn * widths.Length + 1 - maxWidth; excess > 0; excess--)
        {
            int widest = -1;
            for (int i = 0; i < widths.Length; i++)
            {
                if (widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest]))
                    widest = i;
            }
            if (widest < 0)
                break;
            widths[widest]--;
        }
        return widths;
    }

    private int Least(int column, int[] natural) =>
        columns[column].Least is { } least ? Math.Min(least, natural[column]) : natural[column];
}

/// <summary>A column of a <see cref="TextTable"/>.</summary>
/// <param name="Name">The heading.</param>
/// <param name="Importance">If there is not enough room, the lowest is dropped first.</param>
/// <param name="Least">The minimum width in cells; <see langword="null"/>: it is never truncated.</param>
/// <param name="IsNumber">Whether it is right-aligned.</param>
internal sealed record TextColumn(string Name, int Importance, int? Least = null, bool IsNumber = false);
