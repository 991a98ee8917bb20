using System.Diagnostics.CodeAnalysis;
using System.Reactive.Subjects;
using static Audio.Core.Sessions.SessionEventKind;

namespace Audio.Core.Sessions;

/// <summary>
/// The state of a session, which changes only by <see cref="SessionTransitions"/>, and its events. A session may be
/// silenced for two reasons at once, by command and by its channel. Then it is <see cref="SessionState.Paused"/> and
/// also waits, and ending one of the two leaves the other.
/// </summary>
/// <remarks>Session scheduler only, except where noted.</remarks>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "Its subjects complete when the session ends, and hold nothing after that."
)]
internal sealed class SessionLifecycle
{
    // Immutable.
    private readonly Func<SessionStatistics> _measure;
    private readonly Func<bool> _hasSounded;

    // Any thread.
    private readonly BehaviorSubject<SessionState> _states = new(SessionState.Opening);
    private readonly Subject<SessionEvent> _events = new();
    private volatile int _state;
    private volatile SessionWait? _waiting;

    /// <param name="measure">Returns the current statistics.</param>
    /// <param name="hasSounded">
    /// Whether it has been heard: after a wait before its first sound it does not resume but start.
    /// </param>
    public SessionLifecycle(Func<SessionStatistics> measure, Func<bool> hasSounded)
    {
        _measure = measure;
        _hasSounded = hasSounded;
    }

    /// <summary>The current state. Any thread.</summary>
    public SessionState State => (SessionState)_state;

    /// <summary>Any thread.</summary>
    public bool IsEnded => State == SessionState.Ended;

    /// <summary>What it waits for while its channel is busy. Any thread.</summary>
    public SessionWait? Waiting => _waiting;

    /// <summary>Whether it is silenced, by command or by its channel.</summary>
    public bool IsSilenced => State is SessionState.Paused or SessionState.Queued;

    /// <summary>The states, starting with the current one. Any thread.</summary>
    public IObservable<SessionState> States => _states;

    /// <summary>Any thread.</summary>
    public IObservable<SessionEvent> Events => _events;

    /// <summary>Called before each event, so that the first sound is reported before anything else.</summary>
    public Action? Telling { private get; set; }

    /// <summary>Called when it was paused by command.</summary>
    public Action? Paused { private get; set; }

    /// <summary>Called before it continues after that; may <see cref="Hold"/> it.</summary>
    public Action? Resuming { private get; set; }

    /// <summary>Silenced by command.</summary>
    public void Pause()
    {
        if (State == SessionState.Paused)
            return;
        Move(SessionTrigger.Pause);
        Paused?.Invoke();
    }

    /// <summary>No longer silenced by command.</summary>
    /// <returns>Whether it continues; if not, its channel holds it.</returns>
    public bool Resume()
    {
        if (State == SessionState.Paused)
            Resuming?.Invoke();
        if (_waiting is null)
            return true;
        Move(SessionTrigger.Hold);
        return false;
    }

    /// <summary>Silenced by its channel.</summary>
    public void Hold(SessionWait wait)
    {
        _waiting = wait;
        if (State != SessionState.Paused)
            Move(SessionTrigger.Hold);
    }

    /// <summary>No longer silenced by its channel.</summary>
    /// <returns>Whether it continues; if not, it is paused.</returns>
    public bool Release()
    {
        _waiting = null;
        return State != SessionState.Paused;
    }

    /// <summary>Changes the state by the table and sends the events that follow from it.</summary>
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
            Tell(SessionEventKind.Paused);
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

    /// <summary>Sends an event, after the first sound if that is due.</summary>
    public void Tell(SessionEventKind kind)
    {
        Telling?.Invoke();
        TellAlone(kind);
    }

    /// <summary>Sends an event.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="mark">The mark, if it concerns one.</param>
    public void TellAlone(SessionEventKind kind, SessionMark? mark = null) =>
        _events.OnNext(new SessionEvent(kind, _measure()) { Mark = mark });

    /// <summary>Changes to the final state.</summary>
    public void End()
    {
        _waiting = null;
        Move(SessionTrigger.End);
    }

    /// <summary>Completes states and events.</summary>
    public void Complete()
    {
        _states.OnCompleted();
        _events.OnCompleted();
    }
}
