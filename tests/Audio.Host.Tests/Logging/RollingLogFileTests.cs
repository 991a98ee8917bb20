using Audio.Host.Logging;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace Audio.Host.Tests.Logging;

public sealed class RollingLogFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audiod-log-");

    private string LogPath => Path.Combine(_folder.FullName, "logs", "x.log");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Emit_WritesOneLineWithTheRestAsJson()
    {
        using (RollingLogFile file = Open())
        {
            file.Emit(
                Event(
                    "Client {Id} sent {Bytes} bytes",
                    ("Id", "client_1"),
                    ("Bytes", 15),
                    ("SourceContext", "Audio.Host.Clients"),
                    ("Session", "s1")
                )
            );
        }

        File.ReadAllText(LogPath)
            .Should()
            .Be(
                """1970-01-01T00:00:00.000+00:00 [INF] Audio.Host.Clients: Client client_1 sent 15 bytes {"Session":"s1"}"""
                    + Environment.NewLine
            );
    }

    [Fact]
    public void Emit_ALineBreakInAValue_CannotFeignALine()
    {
        using (RollingLogFile file = Open())
            file.Emit(Event("Agent {Agent}", ("Agent", "x\n1970 [INF] all is well")));

        File.ReadAllLines(LogPath).Should().Equal("1970-01-01T00:00:00.000+00:00 [INF] Agent x 1970 [INF] all is well");
    }

    [Fact]
    public void Emit_PastItsSize_PutsTheOldAsideAndDropsTheOldest()
    {
        // Each line has 42 bytes and the end of the line, so that two fit.
        using (RollingLogFile file = Open(maxBytes: 100, filesKept: 3))
        {
            for (int i = 1; i <= 7; i++)
                file.Emit(Event("line {N}", ("N", i)));
        }

        Numbers("x.log").Should().Equal(7);
        Numbers("x.1.log").Should().Equal(5, 6);
        Numbers("x.2.log").Should().Equal(3, 4);
        Directory.EnumerateFiles(Path.GetDirectoryName(LogPath)!, "*.log").Should().HaveCount(3);
        LogTail.LastLines(LogPath, 4).Select(Number).Should().Equal(4, 5, 6, 7);
    }

    [Fact]
    public void Emit_OneFileKept_BeginsAnew()
    {
        using (RollingLogFile file = Open(maxBytes: 100, filesKept: 1))
        {
            for (int i = 1; i <= 3; i++)
                file.Emit(Event("line {N}", ("N", i)));
        }

        Numbers("x.log").Should().Equal(3);
        Directory.EnumerateFiles(Path.GetDirectoryName(LogPath)!, "*.log").Should().HaveCount(1);
    }

    [Fact]
    public void Emit_AfterSomeoneElseWrote_GoesOnAtTheEnd()
    {
        using (RollingLogFile file = Open())
        {
            file.Emit(Event("one"));
            using (
                var other = new FileStream(
                    LogPath,
                    new FileStreamOptions
                    {
                        Mode = FileMode.Append,
                        Access = FileAccess.Write,
                        Share = FileShare.ReadWrite | FileShare.Delete,
                        BufferSize = 0,
                    }
                )
            )
            {
                other.Write("native chatter\n"u8);
            }

            file.Emit(Event("two"));
        }

        File.ReadAllLines(LogPath).Select(l => l.Split("] ")[^1]).Should().Equal("one", "native chatter", "two");
    }

    [Fact]
    public void Open_ALogThatExists_GoesOn()
    {
        using (RollingLogFile file = Open())
            file.Emit(Event("one"));
        using (RollingLogFile file = Open())
            file.Emit(Event("two"));

        File.ReadAllLines(LogPath).Should().HaveCount(2);
    }

    [Fact]
    public void Open_ALogThatAnotherDaemonWrites_IsRefused()
    {
        using RollingLogFile file = Open();
        FluentActions.Invoking(() => Open()).Should().Throw<IOException>();
    }

    [Fact]
    public void Emit_AfterDispose_IsIgnored()
    {
        RollingLogFile file = Open();
        file.Dispose();

        file.Emit(Event("late"));

        File.ReadAllText(LogPath).Should().BeEmpty();
    }

    [Fact]
    public void Create_Quiet_KeepsTheWebServersTalkOut()
    {
        using (Logger log = DaemonLog.Create(Open(), console: null, debug: false))
        {
            log.ForContext(Constants.SourceContextPropertyName, "Microsoft.AspNetCore.Server.Kestrel")
                .Information("talk");
            log.ForContext(Constants.SourceContextPropertyName, "Microsoft.Extensions.Hosting.Internal.Host")
                .Error("failed to start");
            log.Debug("detail");
            log.Information("news");
        }

        File.ReadAllLines(LogPath).Should().ContainSingle().Which.Should().EndWith("[INF] news");
    }

    [Fact]
    public void Create_Debug_SaysEverythingOfOurs()
    {
        using (Logger log = DaemonLog.Create(Open(), console: null, debug: true))
            log.Debug("detail");

        File.ReadAllLines(LogPath).Should().ContainSingle().Which.Should().EndWith("[DBG] detail");
    }

    private RollingLogFile Open(long maxBytes = 10_000, int filesKept = 5) =>
        new(LogPath, maxBytes, filesKept, new LineFormatter());

    private IEnumerable<int> Numbers(string name) =>
        File.ReadAllLines(Path.Combine(Path.GetDirectoryName(LogPath)!, name)).Select(Number);

    private static int Number(string line) => int.Parse(line.Split(' ')[^1]);

    private static LogEvent Event(string template, params (string Name, object Value)[] properties) =>
        new(
            DateTimeOffset.UnixEpoch,
            LogEventLevel.Information,
            exception: null,
            new MessageTemplateParser().Parse(template),
            properties.Select(p => new LogEventProperty(p.Name, new ScalarValue(p.Value)))
        );
}
