namespace Audio.Core.Mixing;

/// <summary>
/// Whether an input is in the mix, on its way, or out; shared by its control threads, which queue it, and the render
/// thread, which lets it in and out. A mixer holds only inputs that play: an input with nothing to give returns a short
/// read and leaves, and is queued again by its next samples or command. Nothing here waits.
/// </summary>
/// <param name="input">The input.</param>
/// <param name="sum">The sum it plays in.</param>
/// <param name="arrivals">The queue that the render thread empties at the start of a render.</param>
internal sealed class InputPlace(MixerInput input, InputSum sum, InputStack arrivals)
{
    // Any thread.
    private int _state; // a State

    // Render thread only.
    private InputBank? _bank;

    private enum State
    {
        /// <summary>Not in the mix; costs nothing.</summary>
        Out,

        /// <summary>Queued: the next render adds it.</summary>
        Queued,

        /// <summary>In a bank.</summary>
        In,

        /// <summary>
        /// In a bank, with a change that its next read will see. If it leaves first, it is queued again.
        /// </summary>
        InWithNews,

        /// <summary>In a bank, and queued to be removed by the next render.</summary>
        Leaving,

        /// <summary>Removed: it is never queued again.</summary>
        Gone,
    }

    /// <summary>Whether it has been removed. Any thread.</summary>
    public bool IsRemoved => (State)Volatile.Read(ref _state) is State.Leaving or State.Gone;

    /// <summary>Whether its removal is complete. Any thread.</summary>
    public bool IsGone => (State)Volatile.Read(ref _state) == State.Gone;

    /// <summary>
    /// Queues the input if needed: it may have more samples, or a command to carry out. Any thread; call it after
    /// publishing what the read must see.
    /// </summary>
    public void Wake()
    {
        Interlocked.MemoryBarrier(); // a read that misses the change of state sees what was published
        while (true)
        {
            switch ((State)Volatile.Read(ref _state))
            {
                case State.Out when Moves(State.Out, State.Queued):
                    arrivals.Push(input);
                    return;
                case State.In when Moves(State.In, State.InWithNews):
                    return;
                case not (State.Out or State.In):
                    return;
            }
        }
    }

    /// <summary>Removes the input for good. Any thread; a read under way may still be running.</summary>
    /// <returns>Whether it stays in the queue, to be skipped there.</returns>
    public bool Remove()
    {
        while (true)
        {
            var state = (State)Volatile.Read(ref _state);
            switch (state)
            {
                case State.Out or State.Queued when Moves(state, State.Gone):
                    sum.Release();
                    return state == State.Queued;
                case State.In or State.InWithNews when Moves(state, State.Leaving):
                    arrivals.Push(input);
                    return false;
                case State.Leaving or State.Gone:
                    return false;
            }
        }
    }

    /// <summary>Handles an input taken from the queue. Render thread, between two reads.</summary>
    public void Arrive()
    {
        if (Moves(State.Queued, State.In))
        {
            _bank = sum.Add(input);
        }
        else if (Moves(State.Leaving, State.Gone))
        {
            _bank?.Remove(input);
            _bank = null;
            sum.Release();
        }
    }

    /// <summary>Begins a read, which sees everything published so far. Render thread.</summary>
    public void BeginRead()
    {
        if (Volatile.Read(ref _state) == (int)State.InWithNews)
            Moves(State.InWithNews, State.In);
    }

    /// <summary>Leaves the mix: the read returned short, and NAudio's mixer removes the input. Render thread.</summary>
    public void Leave()
    {
        _bank!.Leave();
        _bank = null;
        if (!Moves(State.In, State.Out) && Moves(State.InWithNews, State.Queued))
            arrivals.Push(input);
    }

    private bool Moves(State from, State to) =>
        Interlocked.CompareExchange(ref _state, (int)to, (int)from) == (int)from;
}
