namespace Audio.EndToEnd.Tests.Structure;

/// <summary>A file of C#.</summary>
internal sealed record SourceFile(string Path, string[] Lines)
{
    /// <summary>Every one of the repository; what begins with "src/" is the product.</summary>
    public static IReadOnlyList<SourceFile> All { get; } =
    [.. Repository.Under("", ".cs").Select(f => new SourceFile(f, Repository.Read(f).TrimEnd('\n').Split('\n')))];

    public static IEnumerable<SourceFile> Under(string folder) =>
        All.Where(f => f.Path.StartsWith(folder, StringComparison.Ordinal));
}
