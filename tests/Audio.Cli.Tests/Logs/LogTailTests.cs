using Audio.Cli.Logging;
using Audio.Cli.Logs;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Cli.Tests.Logs;

public sealed class LogTailTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audiod-tail-");

    private string LogPath => Path.Combine(_folder.FullName, "x.log");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void LastLines_no_log_is_empty() => LogTail.LastLines(LogPath, 10).Should().BeEmpty();

    [Fact]
    public void LastLines_goes_on_into_the_parts_that_were_put_aside()
    {
        File.WriteAllText(RollingLogFile.OlderPath(LogPath, 2), "3\n4\n");
        File.WriteAllText(RollingLogFile.OlderPath(LogPath, 1), "5\n6\n");
        File.WriteAllText(LogPath, "7\n");

        LogTail.LastLines(LogPath, 4).Should().Equal("4", "5", "6", "7");
    }

    [Fact]
    public void LinesFrom_a_position_gives_what_came_after()
    {
        File.WriteAllText(LogPath, "one\ntwo\nthree\n");

        LogTail.LinesFrom(LogPath, 4).Should().Equal("two", "three");
        LogTail.LinesFrom(LogPath, 99).Should().Equal("one", "two", "three");
    }

    [Fact]
    public async Task Follow_copies_what_is_written_through_a_new_file()
    {
        var time = new FakeTimeProvider();
        using var cancellation = new CancellationTokenSource();
        await File.WriteAllTextAsync(LogPath, "old line that is not shown\n", cancellation.Token);
        var output = new Lines();

        Task follow = LogTail.FollowAsync(LogPath, output, time, cancellation.Token);
        await File.AppendAllTextAsync(LogPath, "onë\n", cancellation.Token);
        await output.ReachAsync("onë\n", time);
        await File.WriteAllTextAsync(LogPath, "two\n", cancellation.Token);
        await output.ReachAsync("onë\ntwo\n", time);

        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => follow).Should().ThrowAsync<OperationCanceledException>();
    }

    /// <summary>Records the output, and advances the clock poll by poll until it is what the test expects.</summary>
    private sealed class Lines : StringWriter
    {
        private volatile TaskCompletionSource<string> _look = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Called at the end of each poll.</summary>
        public override Task FlushAsync()
        {
            TaskCompletionSource<string> look = _look;
            _look = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            look.SetResult(ToString());
            return Task.CompletedTask;
        }

        public async Task ReachAsync(string expected, FakeTimeProvider time)
        {
            string written = "";
            for (int i = 0; i < 10 && written != expected; i++)
            {
                Task<string> look = _look.Task;
                time.Advance(TimeSpan.FromMilliseconds(250));
                written = await look;
            }

            written.Should().Be(expected);
        }
    }
}
