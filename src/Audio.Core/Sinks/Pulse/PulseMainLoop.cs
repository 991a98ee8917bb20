using Audio.Core.Sinks.Pulse.Native;

namespace Audio.Core.Sinks.Pulse;

/// <summary>
/// libpulse's main loop, run by the render thread itself: socket, timeouts and rendering share one thread, without
/// locks or hand-overs. Other threads only end its sleep.
/// </summary>
/// <param name="gate">Asleep while nothing plays; the loop then still runs for the server and for every wake.</param>
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

    /// <summary>Asks the render thread to end. Any thread.</summary>
    public void Stop()
    {
        _stopped = true;
        EndPoll();
    }

    /// <summary>
    /// Waits for the next event, for at most this many microseconds (-1: no limit), and handles it. Render thread.
    /// </summary>
    public void Iterate(int timeout)
    {
        if (LibPulse.MainLoopPrepare(_loop, timeout) < 0)
            return;

        // Preparing has discarded earlier wake-ups. Their requests are seen here; later wake-ups end the poll.
        if (_stopped || (gate.IsAsleep && gate.IsWanted))
            LibPulse.MainLoopWakeup(_loop);
        if (LibPulse.MainLoopPoll(_loop) >= 0)
            _ = LibPulse.MainLoopDispatch(_loop);
    }

    /// <summary>Frees the loop; later wakes do nothing. Render thread.</summary>
    public void Free()
    {
        lock (_alive)
        {
            LibPulse.MainLoopFree(_loop);
            _loop = 0;
        }
    }

    /// <summary>Ends the wait of the current iteration. Any thread.</summary>
    public void EndPoll()
    {
        lock (_alive)
        {
            if (_loop != 0)
                LibPulse.MainLoopWakeup(_loop);
        }
    }
}
