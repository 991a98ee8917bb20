using System.Threading.Tasks.Sources;

namespace Audio.Core.Sessions.Intake;

/// <summary>
/// Backpressure for a push stream, without a copy: an observer that cannot take a chunk frame at once takes the hold
/// inside <c>OnNext</c>. The payload then stays valid, and nothing more is read, until the hold is released.
/// </summary>
/// <remarks>One per connection, reused for every frame, so it allocates nothing.</remarks>
/// <param name="start">Runs the continuation of the reader: on the pool, or inline in tests.</param>
internal sealed class FrameHold(Action<IThreadPoolWorkItem> start) : IValueTaskSource, IThreadPoolWorkItem
{
    // Reading side, inside OnNext.
    private bool _taken;

    // Both sides.
    private ManualResetValueTaskSourceCore<bool> _released;
    private int _holders;

    /// <summary>Runs the continuation of the reader.</summary>
    public Action<IThreadPoolWorkItem> Start => start;

    /// <summary>
    /// Holds the frame. Called inside <c>OnNext</c>, or by whoever is given the frame while it is held; each caller has
    /// its own share of the hold.
    /// </summary>
    public void Take()
    {
        if (Interlocked.Increment(ref _holders) != 1)
            return;
        _released.Reset();
        _taken = true;
    }

    /// <summary>
    /// Gives up a share; after the last one the reader continues and the payload is no longer valid. Any thread,
    /// exactly once for each <see cref="Take"/>.
    /// </summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            start(this);
    }

    /// <summary>Completes when the frame is no longer held. The reader awaits it after <c>OnNext</c>.</summary>
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
