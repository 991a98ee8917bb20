using Audio.Cli.Daemon;
using Audio.Host.Native;
using Audio.Testing;

namespace Audio.Cli.Tests.Daemon;

/// <summary>What native libraries and the runtime write goes to the log, and nowhere else.</summary>
public sealed class DetachmentTests : IDisposable
{
    private const string Output = "/proc/self/fd/1";
    private const string Errors = "/proc/self/fd/2";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_log_that_was_replaced_by_a_link_is_not_written_through_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It looks at /proc.");
        string log = _folder.File("audiod.log");
        string victim = _folder.File("victim");
        File.WriteAllText(victim, "mine");
        File.CreateSymbolicLink(log, victim);
        (string? output, string? errors) = (Target(Output), Target(Errors));
        int[] kept = [UnixCalls.Open(Output, UnixCalls.WriteOnly), UnixCalls.Open(Errors, UnixCalls.WriteOnly)];
        string?[] after;
        try
        {
            Detachment.SendOutputTo(log);
            after = [Target(Output), Target(Errors)];
        }
        finally
        {
            for (int i = 0; i < kept.Length; i++)
            {
                _ = UnixCalls.Dup2(kept[i], i + 1);
                _ = UnixCalls.Close(kept[i]);
            }
        }

        after.Should().Equal(output, errors);
    }

    private static string? Target(string path) => new FileInfo(path).LinkTarget;
}
