using System.Threading.Tasks.Sources;

namespace Audio.Core.Connections;

/// <summary>
/// Backpressure for a push stream, without a copy: whoever cannot take a chunk frame at once takes the hold inside
/// <c>OnNext</c>. The payload then stays valid, and nothing more is read, until the hold is released.
/// </summary>
/// <remarks>One per connection, used again for every frame; it allocates nothing.</remarks>
internal sealed class FrameHold : IValueTaskSource
{
    // Reading side, inside OnNext.
    private bool _taken;

    // Both sides.
    private ManualResetValueTaskSourceCore<bool> _released;

    /// <param name="inPlace">Whether the reader goes on inside <see cref="Release"/>, for tests that want every step in order.</param>
    public FrameHold(bool inPlace = false) => _released.RunContinuationsAsynchronously = !inPlace;

    /// <summary>Keeps the frame. Inside <c>OnNext</c> only, at most once a frame.</summary>
    public void Take()
    {
        _released.Reset();
        _taken = true;
    }

    /// <summary>Lets the reader go on; the payload is gone. Any thread, exactly once after <see cref="Take"/>.</summary>
    public void Release() => _released.SetResult(true);

    /// <summary>What the reader awaits after <c>OnNext</c>: complete at once where nobody took the hold.</summary>
    public ValueTask WhenReleased()
    {
        if (!_taken)
            return ValueTask.CompletedTask;
        _taken = false;
        return new ValueTask(this, _released.Version);
    }

    void IValueTaskSource.GetResult(short token) => _released.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _released.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _released.OnCompleted(continuation, state, token, flags);
}
