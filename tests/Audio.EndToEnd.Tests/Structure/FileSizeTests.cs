namespace Audio.EndToEnd.Tests.Structure;

/// <summary>A file has one concept and can be read in one go.</summary>
public sealed class FileSizeTests
{
    private const int Longest = 400;

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        SourceFile
            .All.Where(f => f.Lines.Length > Longest)
            .Select(f => $"{f.Path} has {f.Lines.Length}")
            .ShouldBeNone("Split these files by concept, and name each part for its own:");
}
