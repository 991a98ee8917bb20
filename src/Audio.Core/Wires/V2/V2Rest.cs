namespace Audio.Core.Wires.V2;

/// <summary>
/// Says something, such as <c>idle</c>, once a client has fallen silent, and not if it goes on at once: a replay is
/// <c>stop</c>, <c>play</c>, chunks and <c>end_stream</c> in one go, and then waits for its end. <c>idle</c> for that
/// <c>stop</c> would end the wait before anything was heard. Any thread.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="patience">How long the client may take to go on.</param>
/// <param name="hasMore">Whether the client has sent more that has not been read.</param>
/// <param name="say">Says it.</param>
internal sealed class V2Rest(TimeProvider time, TimeSpan patience, Func<bool> hasMore, Action say)
{
    private readonly Lock _lock = new();

    // Under the lock.
    private ITimer? _timer;
    private bool _isDue;

    /// <summary>The client is idle, as far as is known.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _isDue = true;
            _timer ??= time.CreateTimer(_ => Look(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(patience, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>It has gone on.</summary>
    public void Forget()
    {
        lock (_lock)
            _isDue = false;
    }

    /// <summary>Says nothing any more.</summary>
    public ValueTask StopAsync()
    {
        lock (_lock)
        {
            _isDue = false;
            return _timer?.DisposeAsync() ?? ValueTask.CompletedTask;
        }
    }

    private void Look()
    {
        lock (_lock)
        {
            if (!_isDue)
                return;
            if (hasMore())
            {
                _timer!.Change(patience, Timeout.InfiniteTimeSpan);
                return;
            }

            _isDue = false;
            say(); // under the lock, so that nothing begins meanwhile
        }
    }
}
