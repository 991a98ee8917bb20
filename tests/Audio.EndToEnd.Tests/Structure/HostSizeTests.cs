namespace Audio.EndToEnd.Tests.Structure;

/// <summary>
/// The host is thin: the daemon and its endpoints. Comments, usings, empty lines and lone braces do not count.
/// </summary>
public sealed class HostSizeTests
{
    private const int Most = 4500;

    [Fact]
    public void Host_has_less_than_4500_lines_of_code()
    {
        int lines = SourceFile.Under("src/Audio.Host/").Sum(f => f.Code.Count());

        Assert.True(
            lines < Most,
            $"src/Audio.Host has {lines} lines of code. Sound belongs to Core, commands and the process to Cli."
        );
    }
}
