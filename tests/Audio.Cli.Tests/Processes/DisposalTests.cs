using Audio.Cli.Logging;
using Audio.Cli.Processes;
using Audio.Cli.Signals;
using Audio.Cli.State;
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

    [Fact]
    public void Signals_may_be_let_go_twice() => DisposeTwice(new Interruption());

    [Fact]
    public void A_log_may_be_closed_twice()
    {
        using var folder = new TempFolder();
        DisposeTwice(new RollingLogFile(folder.File("x.log"), maxBytes: 1 << 20, filesKept: 1, new LineFormatter()));
    }

    private static void DisposeTwice(IDisposable item)
    {
        item.Dispose();
        item.Dispose();
    }
}
