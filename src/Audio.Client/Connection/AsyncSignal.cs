using System.Threading.Tasks.Sources;

namespace Audio.Client.Connection;

/// <summary>
/// An auto-reset event for one waiter. A signal without a waiter is kept, once. Allocates nothing. Any thread may set
/// it.
/// </summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private readonly Lock _lock = new();

    // Under the lock.
    private ManualResetValueTaskSourceCore<bool> _core;
    private bool _set;
    private bool _waiting;

    /// <param name="runInline">
    /// Whether the waiter continues inside <see cref="Set"/>, on the thread that calls it.
    /// </param>
    public AsyncSignal(bool runInline) => _core.RunContinuationsAsynchronously = !runInline;

    /// <summary>Releases the waiter, or the next one.</summary>
    public void Set()
    {
        lock (_lock)
        {
            if (!_waiting)
            {
                _set = true;
                return;
            }
            _waiting = false;
        }
        _core.SetResult(true);
    }

    /// <summary>Waits. One waiter at a time.</summary>
    public ValueTask WaitAsync()
    {
        lock (_lock)
        {
            if (_set)
            {
                _set = false;
                return ValueTask.CompletedTask;
            }
            _waiting = true;
            _core.Reset();
            return new ValueTask(this, _core.Version);
        }
    }

    /// <summary>Ends the wait with an <see cref="OperationCanceledException"/>.</summary>
    public void Cancel(CancellationToken token)
    {
        lock (_lock)
        {
            if (!_waiting)
            {
                _set = true; // the waiter comes later: it is released at once, and checks its token
                return;
            }
            _waiting = false;
        }
        _core.SetException(new OperationCanceledException(token));
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => _core.OnCompleted(continuation, state, token, flags);
}
