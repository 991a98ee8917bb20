using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Runtime.CompilerServices;
using Audio.Core.Sessions.Scheduling;
using Audio.Testing;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Reactive.Testing;
using static Microsoft.Reactive.Testing.ReactiveTest;

namespace Audio.Core.Tests.Sessions.Scheduling;

/// <summary>
/// What a session's scheduler runs, in which order and when, to the tick; and that no two of its jobs ever run at once.
/// </summary>
public sealed class SessionSchedulerTests
{
    private readonly TestScheduler _time = new();
    private readonly ITestableObserver<string> _seen;
    private readonly List<Exception> _failures = [];

    public SessionSchedulerTests() => _seen = _time.CreateObserver<string>();

    [Fact]
    public void Schedule_while_a_job_runs_runs_behind_it()
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
    public void TryEnter_while_inside_is_refused_until_exit()
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
    public void Schedule_with_a_delay_runs_when_time_has_come()
    {
        SessionScheduler scheduler = InPlace();
        scheduler.Schedule(TimeSpan.FromMilliseconds(5), () => _seen.OnNext("ran"));

        _time.AdvanceTo(TimeSpan.FromSeconds(1).Ticks);

        _seen.Messages.Should().Equal(OnNext(50_000, "ran"));
    }

    [Fact]
    public void Schedule_with_a_time_of_day_runs_then_and_at_once_where_it_is_past()
    {
        SessionScheduler scheduler = InPlace();
        _time.AdvanceTo(100);
        scheduler.Now.Ticks.Should().Be(100);
        scheduler.Schedule(new DateTimeOffset(130, TimeSpan.Zero), () => _seen.OnNext("later"));
        scheduler.Schedule(new DateTimeOffset(100, TimeSpan.Zero), () => _seen.OnNext("now"));
        scheduler.Schedule(new DateTimeOffset(70, TimeSpan.Zero), () => _seen.OnNext("past"));

        _time.Start();

        _seen.Messages.Should().Equal(OnNext(100, "now"), OnNext(100, "past"), OnNext(130, "later"));
    }

    [Fact]
    public void Schedule_with_delays_runs_in_the_order_of_their_times()
    {
        SessionScheduler scheduler = InPlace();
        foreach (int ticks in (int[])[30, 10, 20, 10])
            scheduler.Schedule(TimeSpan.FromTicks(ticks), () => _seen.OnNext($"after {ticks}"));

        _time.Start();

        _seen
            .Messages.Should()
            .Equal(OnNext(10, "after 10"), OnNext(10, "after 10"), OnNext(20, "after 20"), OnNext(30, "after 30"));
    }

    [Fact]
    public void What_falls_due_while_somebody_is_inside_waits_for_the_exit_in_order()
    {
        SessionScheduler scheduler = InPlace();
        Inside(scheduler, 100, 250);
        _time.ScheduleAbsolute(120, () => scheduler.Schedule(() => _seen.OnNext("queued at 120")));
        foreach (int ticks in (int[])[150, 110, 200, 260])
            scheduler.Schedule(TimeSpan.FromTicks(ticks), () => _seen.OnNext($"due at {ticks}"));

        _time.Start();

        _seen
            .Messages.Should()
            .Equal(
                OnNext(250, "due at 110"),
                OnNext(250, "queued at 120"),
                OnNext(250, "due at 150"),
                OnNext(250, "due at 200"),
                OnNext(260, "due at 260")
            );
    }

    [Fact]
    public void Schedule_by_itself_runs_again_and_again_until_it_is_disposed()
    {
        SessionScheduler scheduler = InPlace();
        IDisposable again = scheduler.Schedule(TimeSpan.FromTicks(10), self =>
        {
            _seen.OnNext("ran");
            self(TimeSpan.FromTicks(10));
        });
        _time.ScheduleAbsolute(35, again.Dispose);

        _time.AdvanceTo(100);

        _seen.Messages.Should().Equal(OnNext(10, "ran"), OnNext(20, "ran"), OnNext(30, "ran"));
    }

    [Fact]
    public void Schedule_with_a_delay_survives_a_collection_though_nobody_keeps_the_timer()
    {
        var time = new FakeTimeProvider(); // its timers can be collected, as the system's can
        var scheduler = new SessionScheduler(time, _failures.Add, static item => item.Execute());
        int runs = 0;
        ScheduleAndForget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        time.Advance(TimeSpan.FromMilliseconds(5));
        runs.Should().Be(1);

        [MethodImpl(MethodImplOptions.NoInlining)]
        void ScheduleAndForget() => scheduler.Schedule(TimeSpan.FromMilliseconds(5), () => runs++);
    }

    [Fact]
    public void Schedule_disposed_before_its_time_never_runs()
    {
        SessionScheduler scheduler = InPlace();
        IDisposable timer = scheduler.Schedule(TimeSpan.FromMilliseconds(5), () => _seen.OnNext("ran"));
        timer.Dispose();

        _time.AdvanceTo(TimeSpan.FromSeconds(1).Ticks);

        _seen.Messages.Should().BeEmpty();
    }

    [Fact]
    public void Schedule_disposed_when_it_is_due_and_waits_never_runs()
    {
        SessionScheduler scheduler = InPlace();
        Inside(scheduler, 100, 250);
        IDisposable timer = scheduler.Schedule(TimeSpan.FromTicks(150), () => _seen.OnNext("disposed at 200"));
        scheduler.Schedule(TimeSpan.FromTicks(160), () => _seen.OnNext("behind it"));
        _time.ScheduleAbsolute(200, timer.Dispose);

        _time.Start();

        _seen.Messages.Should().Equal(OnNext(250, "behind it"));
    }

    [Fact]
    public void Schedule_disposed_after_it_ran_disposes_what_it_returned()
    {
        SessionScheduler scheduler = InPlace();
        IDisposable job = scheduler.Schedule(_seen, TimeSpan.FromTicks(150), static (_, seen) =>
            Disposable.Create(() => seen.OnNext("disposed"))
        );
        _time.ScheduleAbsolute(400, job.Dispose);

        _time.Start();

        _seen.Messages.Should().Equal(OnNext(400, "disposed"));
    }

    [Fact]
    public void A_delayed_job_that_throws_is_reported_at_its_time_and_the_next_one_runs()
    {
        SessionScheduler scheduler = new(new VirtualTime(_time), _seen.OnError, static item => item.Execute());
        var bad = new FormatException("bad");
        scheduler.Schedule(TimeSpan.FromTicks(20), () => throw bad);
        scheduler.Schedule(TimeSpan.FromTicks(20), () => _seen.OnNext("next"));

        _time.Start();

        _seen.Messages.Should().Equal(OnError<string>(20, bad), OnNext(20, "next"));
    }

    [Fact]
    public void Observe_on_holds_back_what_comes_while_somebody_is_inside()
    {
        SessionScheduler scheduler = InPlace();
        ITestableObservable<string> frames = _time.CreateHotObservable(
            OnNext(210, "a"),
            OnNext(260, "b"),
            OnNext(270, "c"),
            OnCompleted<string>(400)
        );
        Inside(scheduler, 250, 300);

        ITestableObserver<string> seen = _time.Start(() => frames.ObserveOn(scheduler));

        seen.Messages.Should().Equal(OnNext(210, "a"), OnNext(300, "b"), OnNext(300, "c"), OnCompleted<string>(400));
        frames.Subscriptions.Should().Equal(Subscribe(200, 400));
    }

    [Fact]
    public void An_operator_that_waits_takes_its_time_from_it()
    {
        var error = new InvalidOperationException();
        ITestableObservable<string> hot = _time.CreateHotObservable(
            OnNext(210, "a"),
            OnNext(260, "b"),
            OnError<string>(400, error)
        );

        ITestableObserver<string> seen = _time.Start(() => hot.Throttle(TimeSpan.FromTicks(100), InPlace()));

        seen.Messages.Should().Equal(OnNext(360, "b"), OnError<string>(400, error));
    }

    [Fact]
    public void A_timeout_fires_where_nothing_came_and_lets_go_of_its_source()
    {
        ITestableObservable<string> cold = _time.CreateColdObservable(OnNext(50, "a"), OnNext(170, "too late"));

        ITestableObserver<string> seen = _time.Start(() =>
            cold.Timeout(TimeSpan.FromTicks(100), Observable.Return("timeout", ImmediateScheduler.Instance), InPlace())
        );

        seen.Messages.Should().Equal(OnNext(250, "a"), OnNext(350, "timeout"), OnCompleted<string>(350));
        cold.Subscriptions.Should().Equal(Subscribe(200, 350));
    }

    [Fact]
    public void An_interval_runs_while_it_is_subscribed_and_no_longer()
    {
        ITestableObserver<long> seen = _time.CreateObserver<long>();
        IDisposable timer = Observable.Interval(TimeSpan.FromTicks(100), InPlace()).Subscribe(seen);

        _time.AdvanceTo(250);
        seen.Messages.Should().Equal(OnNext(100, 0L), OnNext(200, 1L));

        _time.AdvanceBy(50);
        seen.Messages.Should().Equal(OnNext(100, 0L), OnNext(200, 1L), OnNext(300, 2L));
        _time.Clock.Should().Be(300);

        timer.Dispose();
        _time.AdvanceTo(1_000);
        seen.Messages.Should().HaveCount(3);
    }

    [Fact]
    public void A_job_that_throws_is_reported_and_the_next_one_runs()
    {
        SessionScheduler scheduler = InPlace();
        scheduler.Schedule(() => throw new FormatException("bad"));
        bool ran = false;
        scheduler.Schedule(() => ran = true);
        _failures.Should().ContainSingle().Which.Should().BeOfType<FormatException>();
        ran.Should().BeTrue();
    }

    [Fact]
    public async Task Many_threads_never_two_jobs_at_once_and_each_runs_once()
    {
        const int Threads = 4;
        const int JobsPerThread = 20_000;
        var scheduler = new SessionScheduler(TimeProvider.System, _failures.Add);
        int inside = 0,
            overlaps = 0,
            count = 0;
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

        await Task.WhenAll(
            Enumerable
                .Range(0, Threads)
                .Select(thread =>
                    Task.Run(() =>
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
                    })
                )
        );
        await done.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        overlaps.Should().Be(0);
        count.Should().Be(Threads * JobsPerThread);
        _failures.Should().BeEmpty();
    }

    private SessionScheduler InPlace() => new(new VirtualTime(_time), _failures.Add, static item => item.Execute());

    /// <summary>Somebody is inside from one time to another.</summary>
    private void Inside(SessionScheduler scheduler, long from, long to)
    {
        _time.ScheduleAbsolute(from, () => scheduler.TryEnter().Should().BeTrue());
        _time.ScheduleAbsolute(to, scheduler.Exit);
    }
}
