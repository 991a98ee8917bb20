using Audio.Host.State;

namespace Audio.Host.Tests.State;

public sealed class StateFoldersTests
{
    [Theory]
    [InlineData("/xdg", "/xdg/audiod")]
    [InlineData("relative", "/home/u/.local/state/audiod")]
    [InlineData("", "/home/u/.local/state/audiod")]
    [InlineData(null, "/home/u/.local/state/audiod")]
    public void State_on_linux_is_the_xdg_folder(string? xdg, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The XDG folders are Linux's.");

        StateFolders.State(Variable).Should().Be(expected);
        StateFolders.Logs(Variable).Should().Be(expected + "/logs");

        string? Variable(string name) =>
            name switch
            {
                "XDG_STATE_HOME" => xdg,
                "HOME" => "/home/u",
                _ => null,
            };
    }
}
