using Audio.Core.Sessions.Scheduling;
using Audio.Protocol.Chunks;

namespace Audio.Core.Sessions.Intake;

/// <summary>
/// What <c>TakenOn</c> puts between a wire and a session: frames come in turns of the session's scheduler. In place
/// where it is idle; else the frame is held, so the wire reads no further, and delivered in its turn. One frame at a
/// time, because nothing more is read meanwhile.
/// </summary>
internal sealed class FrameTurns : IObserver<ChunkFrame>, ISessionJob
{
    // Immutable.
    private readonly IObserver<ChunkFrame> _observer;
    private readonly IFrameKeeper? _keeper;
    private readonly SessionScheduler _scheduler;
    private readonly FrameHold _hold;

    // The wire's while it is not held, then the job's.
    private ChunkFrame _held;

    /// <param name="observer">Who takes them; as <see cref="IFrameKeeper"/> it may keep one.</param>
    /// <param name="scheduler">The session's.</param>
    /// <param name="hold">The wire's.</param>
    public FrameTurns(IObserver<ChunkFrame> observer, SessionScheduler scheduler, FrameHold hold)
    {
        _observer = observer;
        _keeper = observer as IFrameKeeper;
        _scheduler = scheduler;
        _hold = hold;
    }

    /// <inheritdoc/>
    public void OnNext(ChunkFrame value)
    {
        if (_scheduler.TryEnter())
        {
            try
            {
                Deliver(value);
            }
            finally
            {
                _scheduler.Exit();
            }
            return;
        }
        _hold.Take();
        _held = value;
        _scheduler.Post(this);
    }

    /// <summary>Behind what the session does now.</summary>
    public void OnCompleted() => _scheduler.Post(new Ending(_observer, Error: null));

    /// <summary>Behind what the session does now.</summary>
    public void OnError(Exception error) => _scheduler.Post(new Ending(_observer, error));

    void ISessionJob.Run()
    {
        ChunkFrame frame = _held;
        _held = default;
        try
        {
            Deliver(frame);
        }
        finally
        {
            _hold.Release();
        }
    }

    private void Deliver(in ChunkFrame frame)
    {
        if (_keeper is not null)
            _keeper.Hold = _hold;
        _observer.OnNext(frame);
    }

    private sealed record Ending(IObserver<ChunkFrame> Observer, Exception? Error) : ISessionJob
    {
        public void Run()
        {
            if (Error is null)
                Observer.OnCompleted();
            else
                Observer.OnError(Error);
        }
    }
}
