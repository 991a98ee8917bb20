using Audio.Cli.Processes;
using Audio.Host.State;
using Audio.Testing;

namespace Audio.Cli.Tests.Processes;

/// <summary>The disposable objects of the commands tolerate a second dispose.</summary>
public sealed class DisposalTests
{
    [Fact]
    public void A_probe_may_be_disposed_twice() => DisposeTwice(new DaemonProbe());

    [Fact]
    public void The_mark_of_a_start_may_be_disposed_twice()
    {
        using var folder = new TempFolder();
        var store = new StateStore(folder.Path);
        var mark = new StartMark(store, port: 0);
        StartMark.IsAny(store, port: null).Should().BeTrue();

        DisposeTwice(mark);

        StartMark.IsAny(store, port: null).Should().BeFalse();
    }

    private static void DisposeTwice(IDisposable item)
    {
        item.Dispose();
        item.Dispose();
    }
}
