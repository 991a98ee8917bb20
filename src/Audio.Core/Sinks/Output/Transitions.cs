namespace Audio.Core.Sinks.Output;

/// <summary>
/// Runs transitions one at a time under a lock: the first on its caller's thread, later ones as steps on a timer
/// thread. A step requested during a transition runs after it. Disposing runs the final transition, once, after any
/// transition under way (unless that is what disposes); nothing runs after it. Any thread.
/// </summary>
internal sealed class Transitions : IDisposable
{
    // Immutable.
    private readonly Action _step;
    private readonly Action _last;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();

    // Under the lock.
    private bool _isRunning;
    private bool _runAgain;
    private bool _isClosed;

    /// <param name="time">The clock.</param>
    /// <param name="step">The transition that does what is due.</param>
    /// <param name="last">The final transition.</param>
    public Transitions(TimeProvider time, Action step, Action last)
    {
        _step = step;
        _last = last;
        _timer = time.CreateTimer(
            static own => ((Transitions)own!).Step(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Whether the final transition has begun. Inside a transition.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Runs the first transition on this thread, and a step after it.</summary>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public void Run(Action first)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _isRunning = true;
            try
            {
                first();
            }
            finally
            {
                _isRunning = false;
            }
        }

        StepSoon(); // for requests that came meanwhile
    }

    /// <summary>Requests a step now.</summary>
    public void StepSoon() => StepIn(TimeSpan.Zero);

    /// <summary>Schedules the next step, replacing the previous schedule.</summary>
    public void StepIn(TimeSpan delay) => _timer.Change(delay, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            _timer.Dispose();
            _last();
        }
    }

    private void Step()
    {
        lock (_lock)
        {
            _runAgain = true;
            if (_isRunning)
                return;
            _isRunning = true;
            try
            {
                while (_runAgain && !_isClosed)
                {
                    _runAgain = false;
                    _step();
                }
            }
            finally
            {
                _isRunning = false;
            }
        }
    }
}
