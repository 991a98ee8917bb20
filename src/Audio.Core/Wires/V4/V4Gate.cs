namespace Audio.Core.Wires.V4;

/// <summary>
/// Lets one message at a time through, until it is shut: whoever shuts it knows that no message is under way any more
/// and none comes.
/// </summary>
internal sealed class V4Gate
{
    private const int Free = 0;
    private const int Busy = 1;
    private const int Shut = 2;
    private const int ShutWhenFree = 3;

    private readonly TaskCompletionSource _shut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    /// <summary>Receiving loop: whether a message may go through; if so, <see cref="Leave"/> follows.</summary>
    public bool TryEnter() => Interlocked.CompareExchange(ref _state, Busy, Free) == Free;

    /// <summary>Receiving loop: the message is through.</summary>
    public void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Free, Busy) == Busy)
            return;
        Volatile.Write(ref _state, Shut);
        _shut.TrySetResult();
    }

    /// <summary>Any thread, any number of times.</summary>
    /// <returns>Ends when no message is under way.</returns>
    public Task ShutAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Shut, Free) == Free)
            _shut.TrySetResult();
        else
            Interlocked.CompareExchange(ref _state, ShutWhenFree, Busy);
        return _shut.Task;
    }
}
