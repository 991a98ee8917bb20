namespace Audio.Client.Tests.Fakes;

/// <summary>Keeps what it is told.</summary>
internal sealed class Collector<T>(List<T> values) : IObserver<T>
{
    public bool IsCompleted { get; private set; }

    public void OnNext(T value)
    {
        lock (values)
            values.Add(value);
    }

    public void OnCompleted() => IsCompleted = true;

    public void OnError(Exception error) => throw error;
}
