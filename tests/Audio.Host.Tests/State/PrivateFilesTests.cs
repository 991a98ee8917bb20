using Audio.Host.State;
using Audio.Testing;

namespace Audio.Host.Tests.State;

/// <summary>Whoever may write to a folder cannot send this user's writes elsewhere with a link.</summary>
public sealed class PrivateFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _victim;

    public PrivateFilesTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        _victim = _folder.File("victim");
        File.WriteAllText(_victim, "mine");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_draft_does_not_follow_a_link_that_was_waiting_for_it()
    {
        string file = _folder.File("daemon.pid");
        File.CreateSymbolicLink($"{file}.{Environment.ProcessId}.tmp", _victim);

        PrivateFiles.Replace(file, "7\n"u8);

        File.ReadAllText(file).Should().Be("7\n");
        File.ReadAllText(_victim).Should().Be("mine");
    }

    [Fact]
    public void A_link_in_place_of_the_file_is_replaced_and_not_followed()
    {
        string file = _folder.File("daemon.pid");
        File.CreateSymbolicLink(file, _victim);

        PrivateFiles.Replace(file, "7\n"u8);

        new FileInfo(file).LinkTarget.Should().BeNull();
        File.ReadAllText(_victim).Should().Be("mine");
    }

    [Theory]
    [InlineData(FileMode.Create)]
    [InlineData(FileMode.OpenOrCreate)]
    public void A_log_is_not_opened_through_a_link(FileMode mode)
    {
        string file = _folder.File("audiod.log");
        File.CreateSymbolicLink(file, _victim);
        string dangling = _folder.File("dangling.log");
        File.CreateSymbolicLink(dangling, _folder.File("nothing"));

        foreach (string path in new[] { file, dangling })
        {
            Action open = () => PrivateFiles.Open(path, mode, FileShare.ReadWrite).Dispose();
            open.Should().Throw<IOException>();
        }

        File.ReadAllText(_victim).Should().Be("mine");
        File.Exists(_folder.File("nothing")).Should().BeFalse();
    }

    [Fact]
    public void A_file_that_is_there_is_opened_and_locked_as_before()
    {
        using FileStream first = PrivateFiles.Open(_victim, FileMode.OpenOrCreate, FileShare.None);
        first.Length.Should().Be(4);

        Action second = () => PrivateFiles.Open(_victim, FileMode.OpenOrCreate, FileShare.None).Dispose();

        second.Should().Throw<IOException>();
    }
}
