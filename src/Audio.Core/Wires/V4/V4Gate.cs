namespace Audio.Core.Wires.V4;

/// <summary>
/// Lets one message at a time through until it is shut. Once it is shut, no message is under way and none follows.
/// </summary>
/// <param name="start">Runs the continuations of those who wait for it: on the pool, or as a test decides.</param>
internal sealed class V4Gate(Action<IThreadPoolWorkItem> start) : IThreadPoolWorkItem
{
    private const int Free = 0;
    private const int Busy = 1;
    private const int Shut = 2;
    private const int ShutWhenFree = 3;

    private readonly TaskCompletionSource _shut = new();
    private int _state;

    /// <summary>Completes when the gate is shut and no message is under way. Any thread.</summary>
    public Task WhenShut => _shut.Task;

    /// <summary>Whether a message may pass; if so, call <see cref="Leave"/> afterwards. Receiving loop.</summary>
    public bool TryEnter() => Interlocked.CompareExchange(ref _state, Busy, Free) == Free;

    /// <summary>The message has passed. Receiving loop.</summary>
    public void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Free, Busy) == Busy)
            return;
        Volatile.Write(ref _state, Shut);
        start(this);
    }

    /// <summary>Shuts the gate; does not wait. Any thread, any number of times.</summary>
    public void Close()
    {
        if (Interlocked.CompareExchange(ref _state, Shut, Free) == Free)
            start(this);
        else
            Interlocked.CompareExchange(ref _state, ShutWhenFree, Busy);
    }

    void IThreadPoolWorkItem.Execute() => _shut.SetResult();
}
