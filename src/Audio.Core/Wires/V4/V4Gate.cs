namespace Audio.Core.Wires.V4;

/// <summary>
/// Lets one message at a time through until it is shut. Once it is shut, no message is under way and none follows.
/// </summary>
internal sealed class V4Gate
{
    private const int Free = 0;
    private const int Busy = 1;
    private const int Shut = 2;
    private const int ShutWhenFree = 3;

    private readonly TaskCompletionSource _shut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    /// <summary>Whether a message may pass; if so, call <see cref="Leave"/> afterwards. Receiving loop.</summary>
    public bool TryEnter() => Interlocked.CompareExchange(ref _state, Busy, Free) == Free;

    /// <summary>The message has passed. Receiving loop.</summary>
    public void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Free, Busy) == Busy)
            return;
        Volatile.Write(ref _state, Shut);
        _shut.TrySetResult();
    }

    /// <summary>Shuts the gate. Any thread, any number of times.</summary>
    /// <returns>Completes when no message is under way.</returns>
    public Task ShutAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Shut, Free) == Free)
            _shut.TrySetResult();
        else
            Interlocked.CompareExchange(ref _state, ShutWhenFree, Busy);
        return _shut.Task;
    }
}
