using Audio.Core.Sessions.Scheduling;
using Audio.Protocol.Chunks;

namespace Audio.Core.Sessions.Intake;

/// <summary>
/// The observer behind <c>TakenOn</c>, between a wire and a session: it delivers frames on the session's scheduler. If
/// the scheduler is idle, a frame is delivered inline. Otherwise it is held, so that the wire reads no further, and
/// delivered as a job. So there is one frame at a time.
/// </summary>
internal sealed class FrameTurns : IObserver<ChunkFrame>, ISessionJob
{
    // Immutable.
    private readonly IObserver<ChunkFrame> _observer;
    private readonly IFrameKeeper? _keeper;
    private readonly SessionScheduler _scheduler;
    private readonly FrameHold _hold;

    // Belongs to the wire while nothing is held, then to the job.
    private ChunkFrame _held;

    /// <param name="observer">The receiver of the frames; an <see cref="IFrameKeeper"/> may keep one.</param>
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

    /// <summary>Delivered after the session's current job.</summary>
    public void OnCompleted() => _scheduler.Post(new Ending(_observer, Error: null));

    /// <summary>Delivered after the session's current job.</summary>
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
