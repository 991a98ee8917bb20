using System.Threading.Tasks.Sources;

namespace Audio.Core.Sessions.Intake;

/// <summary>
/// Backpressure for a push stream, without a copy: whoever cannot take a chunk frame at once takes the hold inside
/// <c>OnNext</c>. The payload then stays valid, and nothing more is read, until the hold is released.
/// </summary>
/// <remarks>One per connection, used again for every frame; it allocates nothing.</remarks>
/// <param name="start">
/// Runs what the reader does next: on the pool, or in place where a test wants every step in order.
/// </param>
internal sealed class FrameHold(Action<IThreadPoolWorkItem> start) : IValueTaskSource, IThreadPoolWorkItem
{
    // Reading side, inside OnNext.
    private bool _taken;

    // Both sides.
    private ManualResetValueTaskSourceCore<bool> _released;
    private int _holders;

    /// <summary>What runs the reader.</summary>
    public Action<IThreadPoolWorkItem> Start => start;

    /// <summary>
    /// Keeps the frame. Inside <c>OnNext</c>, or by whoever is given the frame while it is held: each of them has its
    /// own part of the hold.
    /// </summary>
    public void Take()
    {
        if (Interlocked.Increment(ref _holders) != 1)
            return;
        _released.Reset();
        _taken = true;
    }

    /// <summary>
    /// Lets the reader go on once nobody else holds the frame; the payload is gone. Any thread, exactly once for each
    /// <see cref="Take"/>.
    /// </summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            start(this);
    }

    /// <summary>What the reader awaits after <c>OnNext</c>: complete at once where nobody took the hold.</summary>
    public ValueTask WhenReleased()
    {
        if (!_taken)
            return ValueTask.CompletedTask;
        _taken = false;
        return new ValueTask(this, _released.Version);
    }

    void IThreadPoolWorkItem.Execute() => _released.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _released.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _released.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => _released.OnCompleted(continuation, state, token, flags);
}
