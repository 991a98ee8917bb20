using System.Diagnostics;
using Audio.Cli.Processes;
using Audio.Cli.State;

namespace Audio.Cli.Tests.State;

public sealed class ProcessMarkTests
{
    [Fact]
    public void Current_is_running_and_always_the_same()
    {
        ProcessMark.Current().IsRunning.Should().BeTrue();
        ProcessMark.Current().Should().Be(ProcessMark.Current());
    }

    [Fact]
    public void IsRunning_same_id_but_another_start_is_not() =>
        (ProcessMark.Current() with { Started = "another boot:1" }).IsRunning.Should().BeFalse();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Of_no_process_is_none(int id) => ProcessMark.Of(id).Should().BeNull();

    [Fact]
    public async Task AskToEnd_a_process_ends_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var process = Process.Start("sleep", "1000");
        ProcessMark mark = ProcessMark.Of(process.Id)!;

        ProcessSignals.AskToEnd(mark).Should().BeTrue();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        mark.IsRunning.Should().BeFalse();
        ProcessSignals.AskToEnd(mark).Should().BeFalse("it has gone");
    }

    [Fact]
    public async Task AskToEnd_another_process_with_the_id_leaves_it_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var process = Process.Start("sleep", "1000");

        ProcessMark old = ProcessMark.Of(process.Id)! with { Started = "another boot:1" };
        ProcessSignals.AskToEnd(old).Should().BeFalse();
        ProcessSignals.End(old);

        process.HasExited.Should().BeFalse();
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task IsRunning_a_zombie_is_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");

        // The shell becomes a sleep, which never waits for its child, so the child stays a zombie. The child must not
        // exit before that, because the shell would wait for it.
        const string Child = "until [ \"$(cat /proc/$PPID/comm)\" = sleep ]; do :; done";
        var start = new ProcessStartInfo("sh")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList = { "-c", $"sh -c '{Child}' & echo $!; exec sleep 1000" },
        };
        using Process parent = Process.Start(start)!;
        int child = int.Parse((await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!);

        bool gone = await Poll.UntilAsync(
            () => ProcessMark.Of(child) is null,
            TimeSpan.FromSeconds(60),
            TimeProvider.System
        );

        gone.Should().BeTrue();
        File.Exists($"/proc/{child}/stat").Should().BeTrue("nobody has waited for it");
        parent.Kill();
        await parent.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
