using System.Globalization;
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
    public void Each_second_five_more_of_a_client_are_logged_and_fifty_of_all()
    {
        Refuse("client_1", 1000);
        _time.Advance(TimeSpan.FromSeconds(2));
        Refuse("client_1", 1000);
        _lines.All.Should().HaveCount(100 + 10);

        for (int client = 0; client < 100; client++)
            Refuse($"client_{client}", 100);
        _lines.All.Should().HaveCount(100 + 2000);
        _time.Advance(TimeSpan.FromSeconds(1));
        for (int client = 0; client < 100; client++)
            Refuse($"client_{client}", 100);
        _lines.All.Should().HaveCount(100 + 2000 + 50);
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
    public void What_is_left_out_of_many_clients_is_counted_in_the_end()
    {
        for (int client = 0; client < 10_000; client++)
            Refuse($"client_{client}", 1);

        _log.Dispose();

        _lines.All.Sum(static line => 1 + LeftOut(line)).Should().Be(10_000);
    }

    [Fact]
    public void Why_the_daemon_ends_is_always_logged()
    {
        for (int i = 0; i < 3000; i++)
            _log.Fatal("{Client:l}: failed", "client_1");

        _lines.All.Should().HaveCount(3000);
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

    private static int LeftOut(string line) =>
        line.Split("(+") is [_, var rest] ? int.Parse(rest.Split(' ')[0], CultureInfo.InvariantCulture) : 0;

    private sealed class Lines : ILogEventSink
    {
        public List<string> All { get; } = [];

        public void Emit(LogEvent logEvent) =>
            All.Add(logEvent.RenderMessage().Replace("\"", "", StringComparison.Ordinal));
    }
}
