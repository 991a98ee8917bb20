using Audio.Cli.Daemon;
using Audio.Cli.State;
using Audio.Host;
using Audio.Host.Options;
using Audio.Testing;

namespace Audio.Cli.Tests.Daemon;

/// <summary>A start that is interrupted or fails at any step leaves nothing behind.</summary>
public sealed class InterruptedStartTests : IDisposable
{
    private const int MostSteps = 400;

    private readonly TempFolder _folder = new();

    public InterruptedStartTests() => Directory.CreateDirectory(_folder.File("run"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stop_at_any_step_ends_it_in_order()
    {
        int ended = 0;
        for (int step = 1; ; step++)
        {
            step.Should().BeLessThan(MostSteps, "the start has an end");
            using var stop = new CancellationTokenSource();
            (string? failure, bool hadStarted) = await RunAsync(new Steps(step, stop.Cancel), stop);

            failure.Should().BeNull($"it was stopped at step {step}");
            NothingShouldBeLeft();
            if (hadStarted)
                break;
            ended++;
        }

        ended.Should().BeGreaterThan(5, "a start has many steps");
        string log = await File.ReadAllTextAsync(Directory.GetFiles(_folder.File("logs"), "*.log").First(), Cancel);
        log.Should().NotContain("[ERR]").And.NotContain("[FTL]");
    }

    [Fact]
    public async Task A_step_that_fails_ends_it_with_one_line()
    {
        for (int step = 1; ; step++)
        {
            step.Should().BeLessThan(MostSteps, "the start has an end");
            using var stop = new CancellationTokenSource();
            int starting = Environment.CurrentManagedThreadId;
            (string? failure, bool hadStarted) = await RunAsync(new Steps(step, () =>
                {
                    if (Environment.CurrentManagedThreadId == starting) // what fails later, elsewhere, is not the start
                        throw new IOException("This step fails.");
                }), stop);

            if (hadStarted)
                break;
            failure.Should().MatchRegex(@"^The [^\n]*This step fails\.[^\n]*$", $"step {step} failed");
            NothingShouldBeLeft();
        }
    }

    /// <summary>Runs a daemon that is stopped once it has started.</summary>
    /// <returns>What kept it from running, if anything did, and whether it had started.</returns>
    private async Task<(string? Failure, bool HadStarted)> RunAsync(Steps steps, CancellationTokenSource stop)
    {
        var error = new StringWriter();
        var options = new DaemonOptions
        {
            Port = 0,
            Engine = new() { Sink = new() { Sink = "null" } },
            Log = new LogOptions { Directory = _folder.File("logs"), File = $"{Guid.NewGuid()}.log" },
        };
        var store = new StateStore(_folder.File("audiod"));
        Task running = new DaemonRunner(options, new Dictionary<string, string>())
        {
            Error = error,
            Time = steps,
            Environment = name =>
            {
                steps.Take();
                return name == "XDG_RUNTIME_DIR" ? _folder.File("run")
                    : name == "XDG_STATE_HOME" ? _folder.Path
                    : null;
            },
            Stop = stop.Token,
        }.RunAsync();
        bool hadStarted = false;
        while (!running.IsCompleted)
        {
            if (
                store.ReadAll().Count > 0
                && File.ReadAllText(Directory.GetFiles(_folder.File("logs"), options.Log.File!)[0])
                    .Contains("listens on port", StringComparison.Ordinal)
            )
            {
                hadStarted = true;
                await stop.CancelAsync();
                break;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel);
        }
        string? failure = null;
        try
        {
            await running;
        }
        catch (DaemonException e)
        {
            failure = e.Message;
        }
        error.ToString().Should().BeEmpty("what keeps it from running is said once");
        return (failure, hadStarted);
    }

    private void NothingShouldBeLeft()
    {
        Directory.EnumerateFileSystemEntries(_folder.File("run")).Should().BeEmpty();
        if (Directory.Exists(_folder.File("audiod")))
            Directory.GetFiles(_folder.File("audiod"), "*.json").Should().BeEmpty();
    }

    /// <summary>Counts a start's calls to the clock and the environment, and acts at a chosen one.</summary>
    private sealed class Steps(int step, Action happens) : TimeProvider
    {
        private int _taken;

        public void Take()
        {
            if (Interlocked.Increment(ref _taken) == step)
                happens();
        }

        public override DateTimeOffset GetUtcNow()
        {
            Take();
            return base.GetUtcNow();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Take();
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
