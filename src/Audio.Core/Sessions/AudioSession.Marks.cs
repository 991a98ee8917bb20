using System.Reactive.Concurrency;

namespace Audio.Core.Sessions;

/// <content>Marks: places of the stream that somebody is told of when the device has played them.</content>
public sealed partial class AudioSession
{
    // Any thread, but for what is said there.
    private readonly SessionMarks _marks = new();

    // Session scheduler only.
    private IDisposable? _markLook; // while the next look at the marks is due

    /// <summary>
    /// Asks to be told when a place of the stream is heard (<see cref="SessionEventKind.MarkHeard"/>); it may have come, or not. One that was heard
    /// already is told at once; one that the stream does not reach, or that a cancel is in front of, never.
    /// </summary>
    /// <exception cref="AudioException"><see cref="AudioErrorKind.TooManyMarks"/>, or the session has ended.</exception>
    public void Mark(SessionMark mark)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mark.Offset, nameof(mark));
        if (mark.Name is not { Length: > 0 and <= SessionMark.MaxNameLength })
            throw new ArgumentException($"A mark's name has 1 to {SessionMark.MaxNameLength} characters.", nameof(mark));
        if (State == SessionState.Ended)
            throw new AudioException(AudioErrorKind.SessionEnded, $"Session {Id} has ended; nothing of it will be heard.");
        if (!_marks.TryReserve())
            throw new AudioException(AudioErrorKind.TooManyMarks, $"{SessionMarks.Max} marks of session {Id} wait, as many as are allowed; set more when some were heard.");
        Post(() =>
        {
            if (State == SessionState.Ended)
                return;
            _marks.Add(mark);
            LookAtMarks();
        });
    }

    /// <summary>Tells the marks that were heard, and looks again when the next one can be; while nothing moves nobody looks.</summary>
    private void WatchMarks()
    {
        if (_markLook is null)
            LookAtMarks();
    }

    private void LookAtMarks()
    {
        _markLook?.Dispose();
        _markLook = null;
        if (State == SessionState.Ended)
            return;
        long played = FramesPlayed();
        TellMarks(played);
        if (!_marks.TryPeek(out SessionMark next) || _input is not { } input)
            return;
        long frame = next.Offset <= BytesReceived ? Math.Min(FrameOf(next), _stream.FramesDecoded - 1) : FrameOf(next);
        bool moves = input.LastFrame > _context.Output.FramesPlayed || input is { IsStarving: false, IsEnded: false } && !IsSilenced;
        if (!moves)
            return;
        TimeSpan left = _stream.ToBufferFrame(frame) is { } place ? Duration(place + 1 - FramesHeard(input)) : LongestWait;
        _markLook = _scheduler.Schedule(LookIn(left), LookAtMarks);
    }

    private void TellMarks(long framesPlayed)
    {
        while (_marks.TryPeek(out SessionMark mark) && IsHeard(mark, framesPlayed))
        {
            _marks.RemoveNearest();
            _events.OnNext(new SessionEvent(SessionEventKind.MarkHeard, Measure()) { Mark = mark });
        }
    }

    /// <summary>Its frame was heard; or all that came was, and it lies no further than that: at the end of what was sent.</summary>
    private bool IsHeard(SessionMark mark, long framesPlayed) =>
        FrameOf(mark) < framesPlayed || (mark.Offset <= BytesReceived && IsAllHeard(framesPlayed));

    /// <summary>Whether so many frames are all that came. Any thread.</summary>
    private bool IsAllHeard(long framesPlayed) => framesPlayed > 0 && framesPlayed >= _stream.FramesDecoded;

    /// <summary>The frame that holds the byte; a byte of the header counts as the first.</summary>
    private long FrameOf(SessionMark mark) => Math.Max(0, mark.Offset - _stream.HeaderBytes) / _stream.Format.BytesPerFrame;
}
