using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Audio.Testing.Rx;

internal sealed class HotObservable<T> : ITestableObservable<T>
{
    private readonly TestScheduler _scheduler;
    private readonly List<IObserver<T>> _observers = [];

    public HotObservable(TestScheduler scheduler, Recorded<Notification<T>>[] messages)
    {
        _scheduler = scheduler;
        Messages = messages;
        foreach (Recorded<Notification<T>> message in messages)
            scheduler.ScheduleAbsolute(message.Time, () => Play(message.Value));
    }

    public IList<Subscription> Subscriptions { get; } = [];

    public IList<Recorded<Notification<T>>> Messages { get; }

    public IDisposable Subscribe(IObserver<T> observer)
    {
        _observers.Add(observer);
        Subscriptions.Add(new Subscription(_scheduler.Clock));
        int index = Subscriptions.Count - 1;
        return Disposable.Create(() =>
        {
            _observers.Remove(observer);
            Subscriptions[index] = Subscriptions[index] with { Unsubscribe = _scheduler.Clock };
        });
    }

    private void Play(Notification<T> notification)
    {
        foreach (IObserver<T> observer in _observers.ToArray())
            notification.Accept(observer);
    }
}
