using System.Reactive.Concurrency;
using Audio.Core.Sessions.Intake;
using Audio.Core.Sessions.Scheduling;
using Audio.Core.Sessions.Stages;
using Audio.Core.Sinks;

namespace Audio.Core.Sessions;

/// <summary>
/// Reports the marks of a session when the device has played them. It looks again when the next one can be due, and not
/// at all while nothing plays.
/// </summary>
internal sealed class MarkWatch
{
    // Immutable.
    private readonly IAudioOutput _output;
    private readonly IScheduler _scheduler;
    private readonly StreamDecoder _stream;
    private readonly SessionPosition _position;
    private readonly SessionIntake _intake;
    private readonly SessionLifecycle _lifecycle;
    private readonly Action<SessionMark> _tell;

    // Any thread, except where noted.
    private readonly SessionMarks _marks = new();

    // Session scheduler only.
    private IDisposable? _look; // the next look, if scheduled

    public MarkWatch(
        IAudioOutput output,
        IScheduler scheduler,
        StreamDecoder stream,
        SessionPosition position,
        SessionIntake intake,
        SessionLifecycle lifecycle,
        Action<SessionMark> tell
    )
    {
        _output = output;
        _scheduler = scheduler;
        _stream = stream;
        _position = position;
        _intake = intake;
        _lifecycle = lifecycle;
        _tell = tell;
    }

    /// <summary>Reserves a place for one more mark. Any thread.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryReserve() => _marks.TryReserve();

    /// <summary>Adds a mark whose place was reserved.</summary>
    public void Add(SessionMark mark)
    {
        if (_lifecycle.IsEnded)
            return;
        _marks.Add(mark);
        Look();
    }

    /// <summary>Looks now, unless a look is scheduled. Called when playback may have advanced.</summary>
    public void Watch()
    {
        if (_look is null)
            Look();
    }

    /// <summary>Reports the marks within this many frames of the stream.</summary>
    public void Tell(long framesPlayed)
    {
        while (_marks.TryPeek(out SessionMark mark) && IsHeard(mark, framesPlayed))
        {
            _marks.RemoveNearest();
            _tell(mark);
        }
    }

    private void Look()
    {
        _look?.Dispose();
        _look = null;
        if (_lifecycle.IsEnded)
            return;
        Tell(_position.FramesPlayed);
        if (!_marks.TryPeek(out SessionMark next) || _position.Input is not { } input)
            return;
        long frame =
            next.Offset <= _intake.BytesReceived ? Math.Min(FrameOf(next), _stream.FramesDecoded - 1) : FrameOf(next);
        bool moves =
            input.LastFrame > _output.FramesPlayed
            || input is { IsStarving: false, IsEnded: false } && !_lifecycle.IsSilenced;
        if (!moves)
            return;
        TimeSpan left = _stream.ToBufferFrame(frame) is { } place
            ? _position.Duration(place + 1 - _position.FramesHeard)
            : PollInterval.Longest;
        _look = _scheduler.Schedule(PollInterval.For(left), Look);
    }

    /// <summary>Whether its frame was heard, or everything received was and the mark is at the end of it.</summary>
    private bool IsHeard(SessionMark mark, long framesPlayed) =>
        FrameOf(mark) < framesPlayed || (mark.Offset <= _intake.BytesReceived && _position.IsAll(framesPlayed));

    /// <summary>The frame that contains the byte; header bytes count as the first frame.</summary>
    private long FrameOf(SessionMark mark) => _stream.FrameAt(mark.Offset);
}
