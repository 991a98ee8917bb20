namespace Audio.EndToEnd.Tests.Structure;

/// <summary>A file has one concept and can be read in one go.</summary>
public sealed class FileSizeTests
{
    private const int Longest = 400;
    private const int Median = 60;

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        SourceFile
            .All.Where(f => f.Lines.Length > Longest)
            .Select(f => $"{f.Path} has {f.Lines.Length}")
            .ShouldBeNone("Split these files by concept, and name each part for its own:");

    [Fact]
    public void Half_of_the_files_of_the_product_have_less_than_60_lines()
    {
        int[] lengths = [.. SourceFile.Under("src/").Select(f => f.Lines.Length).Order()];
        int median = lengths[lengths.Length / 2];

        Assert.True(median < Median, $"Split files that hold two concepts: the median of src/ is {median} lines.");
    }
}
