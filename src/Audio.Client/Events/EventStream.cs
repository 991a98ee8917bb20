using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Audio.Client.Events;

/// <summary>
/// Events for any number of observers, in order. An observer that throws is dropped and logged. Any thread; observers
/// run on the thread that publishes and must not block it.
/// </summary>
/// <param name="logger">Where a failed observer is logged.</param>
/// <param name="replayLast">Whether a new observer gets the last event. After the end every observer gets it.</param>
/// <param name="overflow">Makes the error for a reader that has this many unread events.</param>
internal sealed partial class EventStream<T>(ILogger logger, bool replayLast, Func<int, Exception> overflow)
    : IObservable<T>
    where T : class
{
    private const int ReaderCapacity = 1024;

    // One at a time publishes, so that all observers see one order. An observer that subscribes takes it again.
    private readonly Lock _publishing = new();

    // Under _publishing; read by any thread.
    private volatile Observer[] _observers = [];
    private T? _last;
    private bool _completed;

    /// <summary>Whether there is an observer.</summary>
    public bool HasObservers => _observers.Length > 0;

    public void Publish(T value)
    {
        lock (_publishing)
        {
            if (_completed)
                return;
            _last = value;
            foreach (Observer observer in _observers)
                Tell(observer, value);
        }
    }

    public void Complete()
    {
        lock (_publishing)
        {
            if (_completed)
                return;
            _completed = true;
            foreach (Observer observer in _observers)
                Finish(observer);
            _observers = [];
        }
    }

    public IDisposable Subscribe(IObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var entry = new Observer(this, observer);
        lock (_publishing)
        {
            _observers = [.. _observers, entry];
            if ((replayLast || _completed) && _last is { } last)
                Tell(entry, last);
            if (_completed)
            {
                Finish(entry);
                Remove(entry);
            }
        }
        return entry;
    }

    /// <summary>
    /// The events from this call on as a sequence that can be enumerated once. It fails when more than 1,024 events
    /// wait to be read.
    /// </summary>
    public IAsyncEnumerable<T> Read(CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(ReaderCapacity) { SingleReader = true });
        return ReadAsync(channel.Reader, Subscribe(new ChannelObserver(channel.Writer, overflow)), cancellationToken);
    }

    private static async IAsyncEnumerable<T> ReadAsync(
        ChannelReader<T> events,
        IDisposable subscription,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using (subscription)
        {
            await foreach (T value in events.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return value;
        }
    }

    private void Tell(Observer observer, T value)
    {
        try
        {
            observer.Target.OnNext(value);
        }
#pragma warning disable CA1031 // An observer that fails must not stop the connection.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogObserver(logger, e);
            Remove(observer);
        }
    }

    private void Finish(Observer observer)
    {
        try
        {
            observer.Target.OnCompleted();
        }
#pragma warning disable CA1031 // An observer that fails must not stop the connection.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogObserver(logger, e);
        }
    }

    private void Remove(Observer observer)
    {
        lock (_publishing)
            _observers = Array.FindAll(_observers, o => !ReferenceEquals(o, observer));
    }

    [LoggerMessage(
        EventId = LogEvents.EventObserverFailed,
        Level = LogLevel.Error,
        Message = "An observer of events failed; it gets no more"
    )]
    private static partial void LogObserver(ILogger logger, Exception error);

    private sealed class Observer(EventStream<T> stream, IObserver<T> target) : IDisposable
    {
        public IObserver<T> Target => target;

        public void Dispose() => stream.Remove(this);
    }

    private sealed class ChannelObserver(ChannelWriter<T> writer, Func<int, Exception> overflow) : IObserver<T>
    {
        public void OnNext(T value)
        {
            if (!writer.TryWrite(value))
                writer.TryComplete(overflow(ReaderCapacity));
        }

        public void OnCompleted() => writer.TryComplete();

        public void OnError(Exception error) => writer.TryComplete(error);
    }
}
