using System.Reactive.Linq;
using Audio.Testing.Rx;
using static Audio.Testing.Rx.ReactiveTest;

namespace Audio.Core.Tests.Testing;

/// <summary>Virtual time that behaves as Microsoft.Reactive.Testing's.</summary>
public sealed class TestSchedulerTests
{
    private readonly TestScheduler _scheduler = new();

    [Fact]
    public void Start_sees_a_hot_observable_from_200_to_1000()
    {
        ITestableObservable<int> hot = _scheduler.CreateHotObservable(OnNext(150, 1), OnNext(210, 2), OnNext(999, 3), OnNext(1_001, 4));

        ITestableObserver<int> seen = _scheduler.Start(() => hot);

        seen.Messages.Should().Equal(OnNext(210, 2), OnNext(999, 3));
        hot.Subscriptions.Should().Equal(Subscribe(200, 1_000));
    }

    [Fact]
    public void A_cold_observable_counts_from_its_subscription()
    {
        ITestableObservable<int> cold = _scheduler.CreateColdObservable(OnNext(10, 1), OnCompleted<int>(30));

        ITestableObserver<int> seen = _scheduler.Start(() => cold.Select(x => x + 1));

        seen.Messages.Should().Equal(OnNext(210, 2), OnCompleted<int>(230));
        cold.Subscriptions.Should().Equal(Subscribe(200, 230));
    }

    [Fact]
    public void An_operator_runs_in_virtual_time()
    {
        var error = new InvalidOperationException();
        ITestableObservable<string> hot = _scheduler.CreateHotObservable(OnNext(210, "a"), OnNext(260, "b"), OnError<string>(400, error));

        ITestableObserver<string> seen = _scheduler.Start(() => hot.Throttle(TimeSpan.FromTicks(100), _scheduler));

        seen.Messages.Should().Equal(OnNext(360, "b"), OnError<string>(400, error));
    }

    [Fact]
    public void AdvanceTo_and_AdvanceBy_go_so_far_and_no_further()
    {
        ITestableObserver<long> seen = _scheduler.CreateObserver<long>();
        using IDisposable timer = Observable.Interval(TimeSpan.FromTicks(100), _scheduler).Subscribe(seen);

        _scheduler.AdvanceTo(250);
        seen.Messages.Should().Equal(OnNext(100, 0L), OnNext(200, 1L));

        _scheduler.AdvanceBy(50);
        seen.Messages.Select(m => m.Time).Should().Equal(100, 200, 300);
        _scheduler.Clock.Should().Be(300);
    }
}
