using Audio.Core.Sinks.Pulse.Native;

namespace Audio.Core.Sinks.Pulse;

/// <summary>
/// libpulse's main loop, run by the render thread itself: socket, timeouts and rendering share one thread, so nothing
/// is locked and no hand-over is waited for. Other threads only end its sleep.
/// </summary>
/// <param name="gate">
/// Asleep while nothing sounds: the loop then still turns for the server, and for every wake.
/// </param>
internal sealed class PulseMainLoop(WakeGate gate)
{
    /* under the lock, which the render thread takes only to free the loop */
    private readonly Lock _alive = new();
    private nint _loop = LibPulse.MainLoopNew();

    /* any thread */
    private volatile bool _stopped;

    /// <summary>For <c>pa_context_new</c>. Render thread.</summary>
    public nint Api => LibPulse.MainLoopGetApi(_loop);

    /// <summary>Whether <see cref="Stop"/> was called.</summary>
    public bool IsStopped => _stopped;

    /// <summary>The render thread shall end. Any thread.</summary>
    public void Stop()
    {
        _stopped = true;
        EndPoll();
    }

    /// <summary>
    /// Waits for what comes next, at most so many microseconds (-1: for ever), and handles it. Render thread.
    /// </summary>
    public void Iterate(int timeout)
    {
        if (LibPulse.MainLoopPrepare(_loop, timeout) < 0)
            return;

        // Preparing has thrown away earlier wake-ups. Whoever came before that is seen here; whoever comes after ends
        // the poll.
        if (_stopped || (gate.IsAsleep && gate.IsWanted))
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

    /// <summary>The turn under way waits for nothing more. Any thread.</summary>
    public void EndPoll()
    {
        lock (_alive)
        {
            if (_loop != 0)
                LibPulse.MainLoopWakeup(_loop);
        }
    }
}
