using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Audio.Testing.Rx;

internal sealed class ColdObservable<T>(TestScheduler scheduler, Recorded<Notification<T>>[] messages) : ITestableObservable<T>
{
    public IList<Subscription> Subscriptions { get; } = [];

    public IList<Recorded<Notification<T>>> Messages { get; } = messages;

    public IDisposable Subscribe(IObserver<T> observer)
    {
        Subscriptions.Add(new Subscription(scheduler.Clock));
        int index = Subscriptions.Count - 1;
        var script = new CompositeDisposable();
        foreach (Recorded<Notification<T>> message in messages)
            script.Add(scheduler.ScheduleRelative(message.Time, () => message.Value.Accept(observer)));
        return Disposable.Create(() =>
        {
            Subscriptions[index] = Subscriptions[index] with { Unsubscribe = scheduler.Clock };
            script.Dispose();
        });
    }
}
