using Audio.Cli.Invocation;

namespace Audio.Cli.Tests.Logs;

public sealed class LogsCommandTests : CommandTests
{
    [Fact]
    public async Task Logs_no_log_says_where_it_would_be()
    {
        (await RunAsync($"logs --state-dir {Folder.FullName} --log-dir {Folder.FullName}"))
            .Should()
            .Be(ExitCode.Failed);
        Error
            .ToString()
            .Should()
            .Be($"audiod: there is no log at {Path.Combine(Folder.FullName, "audiod-8081.log")}.{Environment.NewLine}");
    }

    [Fact]
    public async Task Logs_shows_the_last_lines()
    {
        await File.WriteAllLinesAsync(
            Path.Combine(Folder.FullName, "x.log"),
            ["one", "two", "three"],
            TestContext.Current.CancellationToken
        );

        (await RunAsync($"logs -n 2 --log-file x.log --log-dir {Folder.FullName} --state-dir {Folder.FullName}"))
            .Should()
            .Be(ExitCode.Ok);

        Out.ToString().Should().Be($"two{Environment.NewLine}three{Environment.NewLine}");
    }
}
