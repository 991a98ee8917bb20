using System.Reactive;

namespace Audio.Testing.Rx;

/// <summary>
/// The vocabulary of Microsoft.Reactive.Testing, which cannot be restored here. The names are that package's, so that taking it
/// instead is a change of <c>using</c>.
/// </summary>
public static class ReactiveTest
{
    /// <summary>When <see cref="TestScheduler.Start{T}(Func{IObservable{T}})"/> makes the observable.</summary>
    public const long Created = 100;

    /// <summary>When it subscribes.</summary>
    public const long Subscribed = 200;

    /// <summary>When it lets go.</summary>
    public const long Disposed = 1000;

    /// <summary>A value at a time.</summary>
    public static Recorded<Notification<T>> OnNext<T>(long ticks, T value) => new(ticks, Notification.CreateOnNext(value));

    /// <summary>The end at a time.</summary>
    public static Recorded<Notification<T>> OnCompleted<T>(long ticks) => new(ticks, Notification.CreateOnCompleted<T>());

    /// <summary>A failure at a time.</summary>
    public static Recorded<Notification<T>> OnError<T>(long ticks, Exception exception) => new(ticks, Notification.CreateOnError<T>(exception));

    /// <summary>A subscription from one time to another.</summary>
    public static Subscription Subscribe(long start, long end = Subscription.Infinite) => new(start, end);
}
