namespace Audio.EndToEnd.Tests.Structure;

/// <summary>A file of C#.</summary>
internal sealed record SourceFile(string Path, string[] Lines)
{
    /// <summary>Every one of the repository; what begins with "src/" is the product.</summary>
    public static IReadOnlyList<SourceFile> All { get; } =
    [.. Repository.Under("", ".cs").Select(f => new SourceFile(f, Repository.Read(f).TrimEnd('\n').Split('\n')))];

    public static IEnumerable<SourceFile> Under(string folder) =>
        All.Where(f => f.Path.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>
    /// The lines that hold code, trimmed and with their numbers, counted from one: no blank lines, no comments, no
    /// usings, and no braces alone.
    /// </summary>
    public IEnumerable<(int Number, string Text)> Code =>
        Lines
            .Select(static (line, i) => (Number: i + 1, Text: line.Trim()))
            .Where(static line =>
                line.Text.Any(static c => c is not ('{' or '}'))
                && !line.Text.StartsWith("//", StringComparison.Ordinal)
                && !IsUsingDirective(line.Text)
            );

    /// <summary>A using declaration has an equals sign or parentheses, and an alias is seldom.</summary>
    private static bool IsUsingDirective(string line) =>
        line.StartsWith("using ", StringComparison.Ordinal)
        && line.EndsWith(';')
        && !line.Contains('(', StringComparison.Ordinal)
        && !line.Contains(" = ", StringComparison.Ordinal);
}
