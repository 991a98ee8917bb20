using Audio.Cli.Doctor;
using Audio.Host.Options;
using Audio.Testing;

namespace Audio.Cli.Tests.Doctor;

/// <summary>The findings of the single checks.</summary>
public sealed class DoctorTests
{
    [Fact]
    public void A_folder_that_can_be_written_is_left_as_it_was()
    {
        using var folder = new TempFolder();

        FolderCheck
            .Look("state", folder.Path)
            .Should()
            .Be(new Finding(Verdict.Good, "state", $"{folder.Path} is writable."));
        FolderCheck.Look("state", folder.File("not/yet")).Verdict.Should().Be(Verdict.Good, "it would be made");

        Directory.EnumerateFileSystemEntries(folder.Path).Should().BeEmpty();
    }

    [Fact]
    public void A_folder_that_is_a_file_is_said()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("taken"), "");

        Finding finding = FolderCheck.Look("log", folder.File("taken/logs"));

        finding.Verdict.Should().Be(Verdict.Bad);
        finding.Text.Should().StartWith($"{folder.File("taken/logs")} is not writable: ");
    }

    [Theory]
    [InlineData("Max nice priority         0    0", "Max realtime priority     0    0", "Note")]
    [InlineData("Max nice priority         31   31", "Max realtime priority     0    0", "Good")]
    [InlineData("Max nice priority         0    0", "Max realtime priority     95   95", "Good")]
    [InlineData("Max nice priority         0    0", "Max realtime priority     unlimited unlimited", "Good")]
    public void Priority_is_what_the_limits_allow(string nice, string realTime, string expected)
    {
        using var folder = new TempFolder();
        File.WriteAllLines(
            folder.File("limits"),
            ["Limit                     Soft Limit           Hard Limit           Units     ", nice, realTime]
        );

        UrgencyCheck
            .Look(folder.File("limits"))!
            .Verdict.Should()
            .Be(Environment.IsPrivilegedProcess ? Verdict.Good : Enum.Parse<Verdict>(expected));
        UrgencyCheck.Look(folder.File("none")).Should().BeNull();
    }

    [Fact]
    public async Task A_wav_file_is_judged_by_its_folder_and_not_touched()
    {
        using var folder = new TempFolder();
        var options = new DaemonOptions();
        options.Engine.Sink = options.Engine.Sink with { Sink = $"wav:{folder.File("mix.wav")}" };

        IReadOnlyList<Finding> findings = await SinkCheck.RunAsync(options, TimeProvider.System);

        findings[^1].Should().Be(new Finding(Verdict.Good, "--sink wav", $"would write {folder.File("mix.wav")}."));
        File.Exists(folder.File("mix.wav")).Should().BeFalse();
    }
}
