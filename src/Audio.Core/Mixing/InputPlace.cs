namespace Audio.Core.Mixing;

/// <summary>
/// Where an input stands between its control threads, which queue it, and the render thread, which takes it in and lets
/// it leave. A mixer holds only what sounds: an input that has nothing to give returns short and leaves, and is queued
/// again by the next samples or the next command. None of that waits for anybody.
/// </summary>
/// <param name="input">Whose place it is.</param>
/// <param name="sum">Where it goes.</param>
/// <param name="arrivals">The queue that the render thread takes at the start of a render.</param>
internal sealed class InputPlace(MixerInput input, InputSum sum, InputStack arrivals)
{
    // Any thread.
    private int _state; // a State

    // Render thread only.
    private InputBank? _bank;

    private enum State
    {
        /// <summary>Nowhere: it costs nothing.</summary>
        Out,

        /// <summary>On its way in: the next render takes it in.</summary>
        Queued,

        /// <summary>In a bank.</summary>
        In,

        /// <summary>
        /// In a bank, with news that its next read will see. Should it leave instead, it is queued again.
        /// </summary>
        InWithNews,

        /// <summary>In a bank, and queued: the next render takes it out.</summary>
        Leaving,

        /// <summary>Removed: nobody queues it any more.</summary>
        Gone,
    }

    /// <summary>Whether it was removed. Any thread.</summary>
    public bool IsRemoved => (State)Volatile.Read(ref _state) is State.Leaving or State.Gone;

    /// <summary>Whether it was removed and has nothing to give back any more. Any thread.</summary>
    public bool IsGone => (State)Volatile.Read(ref _state) == State.Gone;

    /// <summary>
    /// There may be more to give than before, or a command to carry out. Any thread; after what the read is to see was
    /// published.
    /// </summary>
    public void Wake()
    {
        Interlocked.MemoryBarrier(); // what was published is seen by whoever has not seen the news
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

    /// <summary>Takes it out for good. Any thread; a read under way may still go on.</summary>
    /// <returns>Whether it stays in the queue, where whoever takes that passes over it.</returns>
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

    /// <summary>It was taken from the queue. Render thread, between two reads.</summary>
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

    /// <summary>A read begins: it sees all that was published until now. Render thread.</summary>
    public void BeginRead()
    {
        if (Volatile.Read(ref _state) == (int)State.InWithNews)
            Moves(State.InWithNews, State.In);
    }

    /// <summary>The read returns short, and NAudio's mixer takes it out. Render thread.</summary>
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
