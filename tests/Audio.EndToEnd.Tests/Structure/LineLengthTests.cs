namespace Audio.EndToEnd.Tests.Structure;

/// <summary>Lines have at most 120 characters, so that two files fit side by side on a screen.</summary>
public sealed class LineLengthTests
{
    private const int Longest = 120;

    [Fact]
    public void No_line_is_longer_than_120_characters() =>
        SourceFile
            .All.SelectMany(f => f.Lines.Select((line, i) => (Place: $"{f.Path}:{i + 1}", line.Length)))
            .Where(l => l.Length > Longest)
            .Select(l => $"{l.Place} has {l.Length}")
            .ShouldBeNone("Break these lines; a long text becomes several with +, or a raw string:");
}
