using Audio.Cli.Logging;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace Audio.Cli.Tests.Logging;

public sealed class RollingLogFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audiod-log-");

    private string LogPath => Path.Combine(_folder.FullName, "logs", "x.log");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Emit_writes_one_line_with_the_rest_as_json()
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
                """1970-01-01T00:00:00.000+00:00 [INF] Audio.Host.Clients: """
                    + """Client client_1 sent 15 bytes {"Session":"s1"}"""
                    + Environment.NewLine
            );
    }

    [Fact]
    public void Emit_a_line_break_in_a_value_cannot_feign_a_line()
    {
        using (RollingLogFile file = Open())
            file.Emit(Event("Agent {Agent}", ("Agent", "x\n1970 [INF] all is well")));

        File.ReadAllLines(LogPath).Should().Equal("1970-01-01T00:00:00.000+00:00 [INF] Agent x 1970 [INF] all is well");
    }

    [Fact]
    public void Emit_past_its_size_puts_the_old_aside_and_drops_the_oldest()
    {
        // Each line has 42 bytes and a line end, so two fit.
        using (RollingLogFile file = Open(maxBytes: 100, filesKept: 3))
        {
            for (int i = 1; i <= 7; i++)
                file.Emit(Event("line {N}", ("N", i)));
        }

        Numbers("x.log").Should().Equal(7);
        Numbers("x.1.log").Should().Equal(5, 6);
        Numbers("x.2.log").Should().Equal(3, 4);
        Directory.EnumerateFiles(Path.GetDirectoryName(LogPath)!, "*.log").Should().HaveCount(3);
    }

    [Fact]
    public void Emit_one_file_kept_begins_anew()
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
    public void Emit_after_someone_else_wrote_goes_on_at_the_end()
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
    public void Open_a_log_that_exists_goes_on()
    {
        using (RollingLogFile file = Open())
            file.Emit(Event("one"));
        using (RollingLogFile file = Open())
            file.Emit(Event("two"));

        File.ReadAllLines(LogPath).Should().HaveCount(2);
    }

    [Fact]
    public void Open_a_log_that_another_daemon_writes_is_refused()
    {
        using RollingLogFile file = Open();
        FluentActions.Invoking(() => Open()).Should().Throw<IOException>();
    }

    [Fact]
    public void Emit_after_dispose_is_ignored()
    {
        RollingLogFile file = Open();
        file.Dispose();

        file.Emit(Event("late"));

        File.ReadAllText(LogPath).Should().BeEmpty();
    }

    [Fact]
    public void Create_quiet_keeps_the_web_servers_talk_out()
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
    public void Create_debug_says_everything_of_ours()
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
