using System.Reactive.Concurrency;
using System.Runtime.CompilerServices;
using Audio.Core.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Sessions;

public sealed class SessionSchedulerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<Exception> _failures = [];

    [Fact]
    public void Schedule_WhileAJobRuns_RunsBehindIt()
    {
        SessionScheduler scheduler = InPlace();
        var order = new List<string>();
        scheduler.Schedule(() =>
        {
            scheduler.Schedule(() => order.Add("second"));
            order.Add("first");
        });
        order.Should().Equal("first", "second");
    }

    [Fact]
    public void TryEnter_WhileInside_IsRefusedUntilExit()
    {
        SessionScheduler scheduler = InPlace();
        scheduler.TryEnter().Should().BeTrue();
        scheduler.TryEnter().Should().BeFalse();
        bool ran = false;
        scheduler.Schedule(() => ran = true);
        ran.Should().BeFalse();
        scheduler.Exit();
        ran.Should().BeTrue();
        scheduler.TryEnter().Should().BeTrue();
    }

    [Fact]
    public void Schedule_WithADelay_RunsWhenTimeHasCome()
    {
        SessionScheduler scheduler = InPlace();
        int runs = 0;
        scheduler.Schedule(TimeSpan.FromMilliseconds(5), () => runs++);
        _time.Advance(TimeSpan.FromMilliseconds(4.999));
        runs.Should().Be(0);
        _time.Advance(TimeSpan.FromMilliseconds(0.001));
        runs.Should().Be(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        runs.Should().Be(1);
    }

    [Fact]
    public void Schedule_WithADelay_SurvivesACollection_ThoughNobodyKeepsTheTimer()
    {
        SessionScheduler scheduler = InPlace();
        int runs = 0;
        ScheduleAndForget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        _time.Advance(TimeSpan.FromMilliseconds(5));
        runs.Should().Be(1);

        [MethodImpl(MethodImplOptions.NoInlining)]
        void ScheduleAndForget() => scheduler.Schedule(TimeSpan.FromMilliseconds(5), () => runs++);
    }

    [Fact]
    public void Schedule_DisposedBeforeItsTime_NeverRuns()
    {
        SessionScheduler scheduler = InPlace();
        int runs = 0;
        IDisposable timer = scheduler.Schedule(TimeSpan.FromMilliseconds(5), () => runs++);
        timer.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));
        runs.Should().Be(0);
    }

    [Fact]
    public void AJobThatThrows_IsReported_AndTheNextOneRuns()
    {
        SessionScheduler scheduler = InPlace();
        scheduler.Schedule(() => throw new FormatException("bad"));
        bool ran = false;
        scheduler.Schedule(() => ran = true);
        _failures.Should().ContainSingle().Which.Should().BeOfType<FormatException>();
        ran.Should().BeTrue();
    }

    [Fact]
    public async Task ManyThreads_NeverTwoJobsAtOnce_AndEachRunsOnce()
    {
        const int Threads = 4;
        const int JobsPerThread = 20_000;
        var scheduler = new SessionScheduler(TimeProvider.System, _failures.Add);
        int inside = 0, overlaps = 0, count = 0;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        void Critical()
        {
            if (Interlocked.Increment(ref inside) != 1)
                Interlocked.Increment(ref overlaps);
            count++;
            Interlocked.Decrement(ref inside);
            if (count == Threads * JobsPerThread)
                done.SetResult();
        }

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < JobsPerThread; i++)
            {
                if ((i & 1) == 0 && scheduler.TryEnter())
                {
                    Critical();
                    scheduler.Exit();
                }
                else
                {
                    scheduler.Schedule(Critical);
                }
            }
        })));
        await done.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        overlaps.Should().Be(0);
        count.Should().Be(Threads * JobsPerThread);
        _failures.Should().BeEmpty();
    }

    private SessionScheduler InPlace() => new(_time, _failures.Add, static item => item.Execute());
}
