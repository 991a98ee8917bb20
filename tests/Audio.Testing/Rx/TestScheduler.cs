using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Audio.Testing.Rx;

/// <summary>Virtual time in ticks: nothing happens until the test says how far to go. One thread.</summary>
public sealed class TestScheduler : VirtualTimeScheduler<long, long>
{
    /// <summary>Schedules work; what is due in the past or now happens one tick later, as on any scheduler something passes between.</summary>
    public override IDisposable ScheduleAbsolute<TState>(TState state, long dueTime, Func<IScheduler, TState, IDisposable> action) =>
        base.ScheduleAbsolute(state, Math.Max(dueTime, Clock + 1), action);

    /// <summary>An observable that plays its script by the clock, subscribed to or not.</summary>
    public ITestableObservable<T> CreateHotObservable<T>(params Recorded<Notification<T>>[] messages) => new HotObservable<T>(this, messages);

    /// <summary>An observable that plays its script to each subscriber, counted from the subscription.</summary>
    public ITestableObservable<T> CreateColdObservable<T>(params Recorded<Notification<T>>[] messages) => new ColdObservable<T>(this, messages);

    /// <summary>An observer that notes what it is told.</summary>
    public ITestableObserver<T> CreateObserver<T>() => new MockObserver<T>(this);

    /// <summary>Makes an observable at 100, subscribes at 200, lets go at 1000, and gives what was seen.</summary>
    public ITestableObserver<T> Start<T>(Func<IObservable<T>> create) =>
        Start(create, ReactiveTest.Created, ReactiveTest.Subscribed, ReactiveTest.Disposed);

    /// <summary>The same, let go at another time.</summary>
    public ITestableObserver<T> Start<T>(Func<IObservable<T>> create, long disposed) =>
        Start(create, ReactiveTest.Created, ReactiveTest.Subscribed, disposed);

    /// <summary>Makes an observable, subscribes, lets go, and gives what was seen.</summary>
    public ITestableObserver<T> Start<T>(Func<IObservable<T>> create, long created, long subscribed, long disposed)
    {
        IObservable<T>? source = null;
        IDisposable subscription = Disposable.Empty;
        ITestableObserver<T> observer = CreateObserver<T>();
        At(created, () => source = create());
        At(subscribed, () => subscription = source!.Subscribe(observer));
        At(disposed, () => subscription.Dispose());
        Start();
        return observer;
    }

    protected override long Add(long absolute, long relative) => absolute + relative;

    protected override DateTimeOffset ToDateTimeOffset(long absolute) => new(absolute, TimeSpan.Zero);

    protected override long ToRelative(TimeSpan timeSpan) => timeSpan.Ticks;

    private void At(long time, Action action) => this.ScheduleAbsolute(time, action);
}
