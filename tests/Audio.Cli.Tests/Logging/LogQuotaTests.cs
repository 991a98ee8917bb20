using Audio.Cli.Logging;
using Microsoft.Extensions.Time.Testing;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Audio.Cli.Tests.Logging;

/// <summary>A client that causes many lines of one kind does not fill the log.</summary>
public sealed class LogQuotaTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Lines _lines = new();
    private readonly LogQuota _quota;
    private readonly Logger _log;

    public LogQuotaTests()
    {
        _quota = new LogQuota([_lines], _time);
        _log = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(_quota).CreateLogger();
    }

    public void Dispose() => _log.Dispose();

    [Fact]
    public void What_is_left_out_is_counted_in_the_next_line_of_its_kind()
    {
        Refuse("client_1", 1000);
        _time.Advance(TimeSpan.FromSeconds(1));
        Refuse("client_1", 1);

        _lines.All.Should().HaveCount(101);
        _lines.All[99].Should().Be("client_1: refused 99");
        _lines.All[100].Should().Be("client_1: refused 0 (+900 more like this)");
    }

    [Fact]
    public void Another_client_and_another_kind_are_logged_meanwhile()
    {
        Refuse("client_1", 1000);
        Refuse("client_2", 1);
        _log.Information("{Client} disconnected", "client_1");

        _lines.All.Skip(100).Should().Equal("client_2: refused 0", "client_1 disconnected");
    }

    [Fact]
    public void If_no_more_come_the_last_one_is_logged_after_a_while()
    {
        Refuse("client_1", 103);

        _time.Advance(TimeSpan.FromSeconds(10));

        _lines.All.Skip(100).Should().Equal("client_1: refused 102 (+2 more like this)");
    }

    [Fact]
    public void Many_clients_together_are_limited_too()
    {
        for (int client = 0; client < 10_000; client++)
            Refuse($"client_{client}", 1);

        _lines.All.Should().HaveCount(2000);
    }

    [Fact]
    public void The_lines_about_its_sessions_count_as_the_clients()
    {
        for (int session = 0; session < 1000; session++)
            _log.Information("Session {Session} opened", $"client_7-{session}");

        _lines.All.Should().HaveCount(100);
    }

    [Fact]
    public void Who_asks_for_everything_gets_it()
    {
        using var console = new StringWriter();
        using (Logger log = DaemonLog.Create(file: null, console, debug: true, _time))
        {
            for (int i = 0; i < 5000; i++)
                log.Information("{Client} sent a chunk", "client_1");
        }

        console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(5000);
    }

    private void Refuse(string client, int times)
    {
        for (int i = 0; i < times; i++)
            _log.Warning("{Client:l}: refused {Number}", client, i);
    }

    private sealed class Lines : ILogEventSink
    {
        public List<string> All { get; } = [];

        public void Emit(LogEvent logEvent) =>
            All.Add(logEvent.RenderMessage().Replace("\"", "", StringComparison.Ordinal));
    }
}
