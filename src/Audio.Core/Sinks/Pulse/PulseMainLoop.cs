namespace Audio.Core.Sinks.Pulse;

/// <summary>
/// libpulse's main loop, run by the render thread itself: socket, timeouts and rendering share one thread, so nothing is locked
/// and no hand-over is waited for. Other threads only end its sleep.
/// </summary>
internal sealed class PulseMainLoop
{
    /* under the lock, which the render thread takes only to free the loop */
    private readonly Lock _alive = new();
    private nint _loop = LibPulse.MainLoopNew();

    /* the two sides of going to sleep: each side writes its own flag before it reads the other's */
    private int _dormant;
    private int _wanted;
    private volatile bool _stopped;

    /// <summary>For <c>pa_context_new</c>. Render thread.</summary>
    public nint Api => LibPulse.MainLoopGetApi(_loop);

    /// <summary>Whether <see cref="Stop"/> was called.</summary>
    public bool IsStopped => _stopped;

    /// <summary>Whether somebody has asked for sound since the last <see cref="ClearWanted"/>.</summary>
    public bool IsWanted => Volatile.Read(ref _wanted) == 1;

    /// <summary>There is something to render. Any thread; no system call while the render thread is sounding.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _wanted, 1) == 0 && Volatile.Read(ref _dormant) == 1)
            EndPoll();
    }

    /// <summary>The render thread shall end. Any thread.</summary>
    public void Stop()
    {
        _stopped = true;
        EndPoll();
    }

    /// <summary>Called before the source is asked; a wake from here on is for the next time. Render thread.</summary>
    public void ClearWanted() => Interlocked.Exchange(ref _wanted, 0);

    /// <summary>Whether a <see cref="Wake"/> has to end the sleep, as nothing sounds. Render thread.</summary>
    public void SetDormant(bool dormant) => Interlocked.Exchange(ref _dormant, dormant ? 1 : 0);

    /// <summary>Waits for what comes next, at most so many microseconds (-1: for ever), and handles it. Render thread.</summary>
    public void Iterate(int timeout)
    {
        if (LibPulse.MainLoopPrepare(_loop, timeout) < 0)
            return;

        // Preparing has thrown away earlier wake-ups. Whoever came before that is seen here; whoever comes after ends the poll.
        if (_stopped || (Volatile.Read(ref _dormant) == 1 && IsWanted))
            LibPulse.MainLoopWakeup(_loop);
        if (LibPulse.MainLoopPoll(_loop) >= 0)
            _ = LibPulse.MainLoopDispatch(_loop);
    }

    /// <summary>Frees the loop; wakes that come later do nothing. Render thread.</summary>
    public void Free()
    {
        lock (_alive)
        {
            LibPulse.MainLoopFree(_loop);
            _loop = 0;
        }
    }

    private void EndPoll()
    {
        lock (_alive)
        {
            if (_loop != 0)
                LibPulse.MainLoopWakeup(_loop);
        }
    }
}
