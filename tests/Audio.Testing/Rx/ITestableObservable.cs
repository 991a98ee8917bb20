using System.Reactive;

namespace Audio.Testing.Rx;

/// <summary>An observable that plays a script and notes who subscribed when.</summary>
public interface ITestableObservable<T> : IObservable<T>
{
    /// <summary>Every subscription there was.</summary>
    IList<Subscription> Subscriptions { get; }

    /// <summary>The script.</summary>
    IList<Recorded<Notification<T>>> Messages { get; }
}

/// <summary>An observer that notes what it was told when.</summary>
public interface ITestableObserver<T> : IObserver<T>
{
    /// <summary>What it was told.</summary>
    IList<Recorded<Notification<T>>> Messages { get; }
}
