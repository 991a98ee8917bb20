namespace Audio.Core.Sinks.Output;

/// <summary>
/// Runs the transitions of something, one after the other and under one lock: the first on its caller's thread, the
/// others as steps on a timer's. A step that is asked for during another comes after it. Disposing it runs the last
/// one, once, in front of which a transition under way ends, unless it is that one that disposes; nothing runs behind
/// it. Any thread.
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
    /// <param name="step">Does what is due.</param>
    /// <param name="last">What disposing does.</param>
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

    /// <summary>Whether the last one has begun. Inside a transition.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Runs the first one, here, and a step after it.</summary>
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

        StepSoon(); // what came meanwhile
    }

    /// <summary>A step is due now.</summary>
    public void StepSoon() => StepIn(TimeSpan.Zero);

    /// <summary>The next step is due then, and not when it was before.</summary>
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
