#pragma warning disable CA1873 // Everything is logged here.
using System.Text.RegularExpressions;
using Audio.Cli.Logging;
using Audio.Testing.Text;
using CsCheck;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Extensions.Logging;

namespace Audio.Cli.Tests.Logging;

/// <summary>The format of a log line, in the file and on the console.</summary>
public sealed partial class LineFormatterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audiod-lines-");
    private readonly StringWriter _console = new();

    private string LogPath => Path.Combine(_folder.FullName, "x.log");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_message_of_ours_has_no_tail()
    {
        Write(logger =>
        {
            using (
                logger.BeginScope(
                    new Dictionary<string, object>
                    {
                        ["RequestId"] = "0HN:1",
                        ["RequestPath"] = "/",
                        ["ConnectionId"] = "0HN",
                        ["Session"] = "s1",
                    }
                )
            )
            {
                LogEnded(logger, "client_1", TimeSpan.FromMicroseconds(9_549.7), TimeSpan.FromSeconds(185));
            }
        });

        FileLines()
            .Should()
            .Equal("""[INF] Test: Session client_1 began after 9.5 ms and ended after 3 min 5 s {"Session":"s1"}""");
        ConsoleLines().Should().Equal("[INF] Session client_1 began after 9.5 ms and ended after 3 min 5 s");
    }

    [Fact]
    public void An_exception_cannot_feign_a_line()
    {
        Write(logger =>
            LogFailed(
                logger,
                new InvalidOperationException("x\n2026-01-01T00:00:00.000+00:00 [INF] all is well\u001b[2J")
            )
        );

        FileLines()
            .Should()
            .Equal(
                "[ERR] Test: It failed",
                "    System.InvalidOperationException: x",
                "    2026-01-01T00:00:00.000+00:00 [INF] all is well?[2J"
            );
        ConsoleLines().Should().HaveCount(3);
    }

    /// <summary>Hostile text in every place of an event that a client can fill.</summary>
    [Fact]
    public void Nothing_hostile_reaches_a_log()
    {
        int events = 0;
        Write(logger =>
            Hostile.Text.Sample(
                text =>
                {
                    events++;
                    using (logger.BeginScope(new Dictionary<string, object> { ["Scope"] = text }))
                    {
                        LogWords(
                            logger,
                            text,
                            new[] { text },
                            new Dictionary<string, string> { [text] = text },
                            new Uri("http://x/?" + Uri.EscapeDataString("x")),
                            new Words(text)
                        );
#pragma warning disable CA2254, CA1848 // as a library may write it
                        logger.LogWarning(
                            new IOException(text, new IOException(text)),
                            text.Replace("{", "", StringComparison.Ordinal)
                        );
#pragma warning restore CA2254, CA1848
                    }
                },
                iter: 200,
                threads: 1
            )
        );

        foreach (string written in (string[])[File.ReadAllText(LogPath), _console.ToString()])
        {
            Hostile.IsHarmless(written.ReplaceLineEndings("\n")).Should().BeTrue();
            written
                .ReplaceLineEndings("\n")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Count(line => !line.StartsWith("    ", StringComparison.Ordinal))
                .Should()
                .Be(2 * events, "no line is feigned");
        }
    }

    private void Write(Action<Microsoft.Extensions.Logging.ILogger> write)
    {
        using Logger log = DaemonLog.Create(
            new RollingLogFile(LogPath, 1 << 26, 1, new LineFormatter()),
            _console,
            debug: true
        );
        using var factory = new SerilogLoggerFactory(log);
        write(factory.CreateLogger("Test"));
    }

    private IEnumerable<string> FileLines() => File.ReadAllLines(LogPath).Select(line => Stamp().Replace(line, ""));

    private IEnumerable<string> ConsoleLines() =>
        _console
            .ToString()
            .ReplaceLineEndings("\n")
            .TrimEnd('\n')
            .Split('\n')
            .Select(line => Stamp().Replace(line, ""));

    [GeneratedRegex(
        @"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d|\d\d:\d\d:\d\d\.\d{3}) ",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Stamp();

    [LoggerMessage(
        EventId = 7,
        Level = LogLevel.Information,
        Message = "Session {Id} began after {Ttfa} and ended after {Length}"
    )]
    private static partial void LogEnded(
        Microsoft.Extensions.Logging.ILogger logger,
        string id,
        TimeSpan ttfa,
        TimeSpan length
    );

    [LoggerMessage(EventId = 8, Level = LogLevel.Error, Message = "It failed")]
    private static partial void LogFailed(Microsoft.Extensions.Logging.ILogger logger, Exception error);

    [LoggerMessage(EventId = 9, Level = LogLevel.Information, Message = "{Text} {List} {Map} {Url} {Object}")]
    private static partial void LogWords(
        Microsoft.Extensions.Logging.ILogger logger,
        string text,
        IEnumerable<string> list,
        Dictionary<string, string> map,
        Uri url,
        Words @object
    );

    private sealed record Words(string Text);
}
