using Audio.Host.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Audio.Cli.Terminal;

/// <summary>
/// A table that is whole at any width: where there is no room the least important columns are left out, and then long
/// words are cut. All that goes in is text, never markup, and comes out as <see cref="PlainText"/>: clients choose
/// their names.
/// </summary>
/// <param name="columns">In the order in which they stand.</param>
internal sealed class TextTable(params IReadOnlyList<TextColumn> columns) : IRenderable
{
    /// <summary>Blank, text, blank and line for each column, and one line more.</summary>
    private const int FrameOfColumn = 3;

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row, a cell for each column.</summary>
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

    /// <summary>The columns that there is room for when every one of them is as narrow as it may be.</summary>
    private List<int> Shown(int[] natural, int maxWidth)
    {
        List<int> shown = [.. Enumerable.Range(0, columns.Count)];
        while (shown.Count > 1 && shown.Sum(i => Least(i, natural) + FrameOfColumn) + 1 > maxWidth)
            shown.Remove(shown.MinBy(i => columns[i].Importance));
        return shown;
    }

    /// <summary>
    /// As wide as what is in them; where that is too wide, the widest that may be cut gives way first.
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
/// <param name="Name">Its head.</param>
/// <param name="Importance">The higher, the longer it stays where there is no room.</param>
/// <param name="Least">To how many cells its words may be cut; <see langword="null"/>: they may not.</param>
/// <param name="IsNumber">Whether it is aligned to the right.</param>
internal sealed record TextColumn(string Name, int Importance, int? Least = null, bool IsNumber = false);
