using Audio.Cli.Terminal;
using Audio.Testing.Text;
using CsCheck;
using Spectre.Console;

namespace Audio.Cli.Tests.Terminal;

/// <summary>Tables, lines and bars at every width, in Unicode and in ASCII.</summary>
public sealed class TextTableTests
{
    private static readonly TextColumn[] Columns =
    [
        new("name", Importance: 3, Least: 5),
        new("kind", Importance: 1),
        new("count", Importance: 2, IsNumber: true),
    ];

    [Theory]
    [InlineData(41, "name kind count", "a long name of a thing")]
    [InlineData(40, "name kind count", "a long name of a thi…")]
    [InlineData(24, "name kind count", "a lo…")]
    [InlineData(23, "name count", "a long nam…")]
    [InlineData(17, "name count", "a lo…")]
    [InlineData(16, "name", "a long name…")]
    public void The_least_important_columns_go_first_and_then_words_are_cut(int width, string columns, string name)
    {
        string[] lines = Render(width, unicode: true);

        Cells(lines[1]).Should().Equal(columns.Split(' '));
        Cells(lines[3])[0].Should().Be(name);
        lines.Should().HaveCount(5).And.OnlyContain(line => line.Length <= width);
    }

    [Fact]
    public void In_an_ASCII_locale_nothing_else_is_drawn()
    {
        string[] lines = Render(24, unicode: false);

        Cells(lines[3])[0].Should().Be("a ...");
        lines.Should().OnlyContain(line => line.All(char.IsAscii) && line.Length <= 24);
    }

    [Fact]
    public void Any_words_at_any_width_are_rows_of_one_line() =>
        Gen.Select(Hostile.Text, Gen.Int[12, 200], Gen.Bool)
            .Sample(
                (text, width, unicode) =>
                {
                    string[] lines = Render(width, unicode, text);
                    return lines.Length == 5 && lines.All(line => Hostile.IsHarmless(line) && line.Cells() <= width);
                }
            );

    [Theory]
    [InlineData("C", false)]
    [InlineData("POSIX", false)]
    [InlineData("de_DE.ISO-8859-1", false)]
    [InlineData("en_US", false)]
    [InlineData("C.UTF-8", true)]
    [InlineData("de_DE.utf8", true)]
    [InlineData("", true)]
    [InlineData(null, true)]
    public void The_locale_says_what_can_be_drawn(string? locale, bool unicode) =>
        Locale.IsUnicode(name => name == "LANG" ? locale : null).Should().Be(unicode);

    [Fact]
    public void The_strongest_variable_of_the_locale_counts() =>
        Locale.IsUnicode(name => name == "LC_ALL" ? "C" : "de_DE.UTF-8").Should().BeFalse();

    [Theory]
    [InlineData(0, true, "░░░░░░░░░░")]
    [InlineData(0.5, true, "█████░░░░░")]
    [InlineData(0.999, true, "█████████░")]
    [InlineData(1.2, true, "██████████")]
    [InlineData(0, false, "[........]")]
    [InlineData(0.5, false, "[####....]")]
    [InlineData(1, false, "[########]")]
    public void A_bar_shows_by_its_characters_how_far_it_is(double done, bool unicode, string bar) =>
        ProgressBar.Of(done, 10, unicode).Should().Be(bar);

    [Fact]
    public void A_bar_without_an_end_runs_back_and_forth() =>
        Enumerable
            .Range(0, 8)
            .Select(step => ProgressBar.Running(step, 8, unicode: false))
            .Should()
            .Equal("[####..]", "[.####.]", "[..####]", "[.####.]", "[####..]", "[.####.]", "[..####]", "[.####.]");

    [Theory]
    [InlineData("speech.wav", 10, true, "speech.wav")]
    [InlineData("a/speech.wav", 10, true, "…peech.wav")]
    [InlineData("a/speech.wav", 10, false, "...ech.wav")]
    [InlineData("日本語.wav", 7, true, "…語.wav")]
    public void A_path_keeps_its_end(string path, int width, bool unicode, string cut) =>
        path.CutStartTo(width, unicode).Should().Be(cut);

    [Fact]
    public void Long_text_is_wrapped_at_words_and_within_long_ones() =>
        "one two, threefour".WrapTo(6).Should().Equal("one", "two,", "three", "four");

    private static string[] Render(int width, bool unicode, string name = "a long name of a thing")
    {
        var table = new TextTable(Columns);
        table.AddRow(name, "kind", "7");
        return Render(table, width, unicode);
    }

    internal static string[] Render(
        Spectre.Console.Rendering.IRenderable what,
        int width,
        bool unicode,
        ColorSystem colors = ColorSystem.NoColors
    )
    {
        var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = (ColorSystemSupport)colors,
                Out = new AnsiConsoleOutput(output),
            }
        );
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = unicode;
        console.Write(what);
        return output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }

    internal static string[] Cells(string line) =>
        [.. line.Trim('│', '|', ' ').Split(['│', '|'], StringSplitOptions.TrimEntries)];
}
