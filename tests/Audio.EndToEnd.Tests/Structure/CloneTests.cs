using System.Globalization;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>More than 15 equal lines in two places are one concept written twice.</summary>
public sealed class CloneTests
{
    [Fact]
    public void No_run_of_lines_stands_in_two_places() =>
        Clones
            .In(SourceFile.All)
            .ShouldBeNone("Give each of these runs one home; what tests share goes into tests/Audio.Testing:");

    [Fact]
    public void A_run_is_told_once_and_at_its_full_length() =>
        Clones
            .In([File("a.cs", "before", Run(20), "after"), File("b.cs", Run(20), "other")])
            .Should()
            .Equal("a.cs:2-21 = b.cs:1-20: 20 lines");

    [Fact]
    public void Fifteen_lines_may_stand_twice() =>
        Clones.In([File("a.cs", Run(15), "one"), File("b.cs", Run(15), "other")]).Should().BeEmpty();

    [Fact]
    public void A_run_in_one_file_is_found_too() =>
        Clones.In([File("a.cs", Run(16), "between", Run(16))]).Should().Equal("a.cs:1-16 = a.cs:18-33: 16 lines");

    [Fact]
    public void Indents_comments_blank_lines_and_braces_make_no_difference() =>
        Clones
            .In([
                File("a.cs", "using System;", Run(8), Run(8, from: 8)),
                File(
                    "b.cs",
                    Run(8),
                    "",
                    "// why",
                    "    }",
                    Run(8, from: 8).Replace("call", "    call", StringComparison.Ordinal)
                ),
            ])
            .Should()
            .Equal("a.cs:2-17 = b.cs:1-19: 16 lines");

    [Fact]
    public void Declarations_of_native_functions_do_not_count() =>
        Clones.In([File("a.cs", Native), File("b.cs", Native)]).Should().BeEmpty();

    private static string Native =>
        string.Join(
            '\n',
            Enumerable.Range(0, 9).Select(i => $"[LibraryImport(L)]\ninternal static partial int F{i}(\nint a\n);")
        );

    private static string Run(int lines, int from = 0) =>
        string.Join(
            '\n',
            Enumerable.Range(from, lines).Select(i => string.Create(CultureInfo.InvariantCulture, $"call({i});"))
        );

    private static SourceFile File(string path, params string[] parts) =>
        new(path, string.Join('\n', parts).Split('\n'));
}
