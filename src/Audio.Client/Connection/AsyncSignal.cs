using System.Threading.Tasks.Sources;

namespace Audio.Client.Connection;

/// <summary>
/// An event that one waits for and any thread sets; it resets itself. What is set while nobody waits is kept, once.
/// Allocates nothing.
/// </summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private readonly Lock _lock = new();

    // Under the lock.
    private ManualResetValueTaskSourceCore<bool> _core;
    private bool _set;
    private bool _waiting;

    /// <param name="runInline">Whether who waits goes on inside <see cref="Set"/>, on the setter's thread.</param>
    public AsyncSignal(bool runInline) => _core.RunContinuationsAsynchronously = !runInline;

    /// <summary>Lets the one that waits, or the next one, go on.</summary>
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

    /// <summary>Waits. One at a time.</summary>
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

    /// <summary>Who waits gets an <see cref="OperationCanceledException"/>.</summary>
    public void Cancel(CancellationToken token)
    {
        lock (_lock)
        {
            if (!_waiting)
            {
                _set = true; // it is about to wait: it goes on at once, and looks at its token
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
