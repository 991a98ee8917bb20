using System.Diagnostics.CodeAnalysis;
using System.Reactive.Subjects;
using static Audio.Core.Sessions.SessionEventKind;

namespace Audio.Core.Sessions;

/// <summary>
/// Where a session stands, as <see cref="SessionTransitions"/> says and nothing else, and that it is told. It may be
/// silent for two reasons at once, by command and by its channel. Then it is <see cref="SessionState.Paused"/> and has
/// something to wait for, and what ends one of them leaves the other.
/// </summary>
/// <remarks>Session scheduler only, but for what is said there.</remarks>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "Its subjects complete when it ends, and hold nothing after that."
)]
internal sealed class SessionLife
{
    // Immutable.
    private readonly Func<SessionStatistics> _measure;
    private readonly Func<bool> _hasSounded;

    // Any thread.
    private readonly BehaviorSubject<SessionState> _states = new(SessionState.Opening);
    private readonly Subject<SessionEvent> _events = new();
    private volatile int _state;
    private volatile SessionWait? _waiting;

    /// <param name="measure">The figures of a moment.</param>
    /// <param name="hasSounded">Whether it has begun: one that waited before its first sound does not play on.</param>
    public SessionLife(Func<SessionStatistics> measure, Func<bool> hasSounded)
    {
        _measure = measure;
        _hasSounded = hasSounded;
    }

    /// <summary>Where it stands. Any thread.</summary>
    public SessionState State => (SessionState)_state;

    /// <summary>Any thread.</summary>
    public bool IsEnded => State == SessionState.Ended;

    /// <summary>What it waits for while its channel is busy. Any thread.</summary>
    public SessionWait? Waiting => _waiting;

    /// <summary>Whether it is to be silent, by command or by its channel.</summary>
    public bool IsSilenced => State is SessionState.Paused or SessionState.Queued;

    /// <summary>From the state at subscription on. Any thread.</summary>
    public IObservable<SessionState> States => _states;

    /// <summary>Any thread.</summary>
    public IObservable<SessionEvent> Events => _events;

    /// <summary>
    /// Called in front of each event that it tells by itself: its first sound is told before all else.
    /// </summary>
    public Action? Telling { private get; set; }

    /// <summary>Silent by command.</summary>
    public void Pause() => Move(SessionTrigger.Pause);

    /// <summary>No longer silent by command.</summary>
    /// <returns>Whether it is to play on; if not, its channel holds it.</returns>
    public bool Resume()
    {
        if (_waiting is null)
            return true;
        Move(SessionTrigger.Hold);
        return false;
    }

    /// <summary>Silent by its channel.</summary>
    public void Hold(SessionWait wait)
    {
        _waiting = wait;
        if (State != SessionState.Paused)
            Move(SessionTrigger.Hold);
    }

    /// <summary>No longer silent by its channel.</summary>
    /// <returns>Whether it is to play on; if not, it is paused.</returns>
    public bool Release()
    {
        _waiting = null;
        return State != SessionState.Paused;
    }

    /// <summary>Follows the table, and tells what that means.</summary>
    public void Move(SessionTrigger trigger)
    {
        SessionState last = State;
        SessionState next = SessionTransitions.Next(last, trigger);
        if (next == last)
            return;
        _state = (int)next;
        _states.OnNext(next);
        if (next == SessionState.Paused)
        {
            Tell(Paused);
        }
        else if (next == SessionState.Queued)
        {
            Tell(Queued);
        }
        else if (
            next != SessionState.Ended
            && (last == SessionState.Paused || last == SessionState.Queued && _hasSounded())
        )
        {
            Tell(Resumed);
        }
    }

    /// <summary>Tells something, behind the first sound.</summary>
    public void Tell(SessionEventKind kind)
    {
        Telling?.Invoke();
        TellAlone(kind);
    }

    /// <summary>Tells something by itself.</summary>
    /// <param name="kind">What.</param>
    /// <param name="mark">Which, where it is a mark.</param>
    public void TellAlone(SessionEventKind kind, SessionMark? mark = null) =>
        _events.OnNext(new SessionEvent(kind, _measure()) { Mark = mark });

    /// <summary>It is over.</summary>
    public void End()
    {
        _waiting = null;
        Move(SessionTrigger.End);
    }

    /// <summary>Nothing more will be told.</summary>
    public void Complete()
    {
        _states.OnCompleted();
        _events.OnCompleted();
    }
}
