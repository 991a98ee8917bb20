namespace Audio.EndToEnd.Tests.Structure;

/// <summary>A C# file.</summary>
internal sealed record SourceFile(string Path, string[] Lines)
{
    /// <summary>All C# files of the repository; the product is under "src/".</summary>
    public static IReadOnlyList<SourceFile> All { get; } =
    [.. Repository.Under("", ".cs").Select(f => new SourceFile(f, Repository.Read(f).TrimEnd('\n').Split('\n')))];

    public static IEnumerable<SourceFile> Under(string folder) =>
        All.Where(f => f.Path.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>
    /// The lines of code, trimmed, with their numbers from one: no blank lines, comments, usings or lone braces.
    /// </summary>
    public IEnumerable<(int Number, string Text)> Code =>
        Lines
            .Select(static (line, i) => (Number: i + 1, Text: line.Trim()))
            .Where(static line =>
                line.Text.Any(static c => c is not ('{' or '}'))
                && !line.Text.StartsWith("//", StringComparison.Ordinal)
                && !IsUsingDirective(line.Text)
            );

    /// <summary>A using declaration has an equals sign or parentheses; aliases are rare.</summary>
    private static bool IsUsingDirective(string line) =>
        line.StartsWith("using ", StringComparison.Ordinal)
        && line.EndsWith(';')
        && !line.Contains('(', StringComparison.Ordinal)
        && !line.Contains(" = ", StringComparison.Ordinal);
}
