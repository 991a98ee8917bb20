using System.Reactive.Concurrency;
using Audio.Core.Sessions.Scheduling;
using Audio.Protocol;

namespace Audio.Core.Sessions;

/// <summary>
/// How a session comes to its end, and what it ends as: when all was heard, when it has faded after a cancel, or when
/// it was not heard in the time it was meant for. The first of them to begin decides; a cancel decides over the end of
/// a stream that is not over.
/// </summary>
/// <remarks>Session scheduler only, but for what is said there.</remarks>
internal sealed class SessionEnding
{
    /// <summary>
    /// How long a cancelled session may take to fade before it is taken out of the mix without a ramp (the device
    /// stands still).
    /// </summary>
    public static readonly TimeSpan CancelLimit = TimeSpan.FromMilliseconds(250);

    // Immutable.
    private readonly IScheduler _scheduler;
    private readonly Func<long, TimeSpan> _untilHeard;
    private readonly Action _end;

    // Any thread.
    private readonly TaskCompletionSource<SessionResult> _completion = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private volatile SessionResult? _result;
    private volatile bool _isCancelled;

    // Session scheduler only.
    private IDisposable? _expiry;

    /// <param name="scheduler">The session's.</param>
    /// <param name="untilHeard">In how long a frame of the mix will have been heard.</param>
    /// <param name="end">It is over; may be called more than once.</param>
    public SessionEnding(IScheduler scheduler, Func<long, TimeSpan> untilHeard, Action end)
    {
        _scheduler = scheduler;
        _untilHeard = untilHeard;
        _end = end;
    }

    /// <summary>What it ends as.</summary>
    public SessionEndReason Reason { get; private set; } = SessionEndReason.Completed;

    /// <summary>What was wrong, where something was.</summary>
    public string? Error { get; private set; }

    /// <summary>Whether it is cut short: it fades, or has. Any thread.</summary>
    public bool IsCancelled => _isCancelled;

    /// <summary>Whether all was mixed, and only the device's position is waited for.</summary>
    public bool IsAwaited { get; private set; }

    /// <summary>How it ended. Any thread.</summary>
    public SessionResult? Result => _result;

    /// <summary>How it ended, exactly once; never faults. Any thread.</summary>
    public Task<SessionResult> Completion => _completion.Task;

    /// <summary>The stream ends as this.</summary>
    public void Drain(SessionEndReason reason) => Reason = reason;

    /// <summary>It is meant for a time: what is to be done when that is over.</summary>
    public void ExpireAfter(TimeSpan time, Action expire) => _expiry = _scheduler.Schedule(time, expire);

    /// <summary>It sounds in time.</summary>
    public void StopExpiry() => _expiry?.Dispose();

    /// <summary>It is cut short. The first call counts.</summary>
    /// <returns>Whether this was the first.</returns>
    public bool TryCancel(SessionEndReason reason, string? error)
    {
        if (_isCancelled || _result is not null)
            return false;
        _isCancelled = true;
        Reason = reason;
        Error = error;
        return true;
    }

    /// <summary>It fades: if nobody says that it has, it is over all the same.</summary>
    public void LimitFade() => _scheduler.Schedule(CancelLimit, _end);

    /// <summary>
    /// Ends once the sink's position has passed a frame of the mix; looks again when that can be. The first call
    /// counts.
    /// </summary>
    public void WhenHeard(long frame)
    {
        if (IsAwaited)
            return;
        IsAwaited = true;
        Look();

        void Look()
        {
            if (_result is not null)
                return;
            TimeSpan left = _untilHeard(frame);
            if (left <= TimeSpan.Zero)
                _end();
            else
                _scheduler.Schedule(LookAgain.In(left), Look);
        }
    }

    /// <summary>
    /// The figures of the end: unless it was cut short, all was heard that was not skipped; what was neither is
    /// discarded.
    /// </summary>
    public SessionStatistics Settle(SessionStatistics last)
    {
        long played = _isCancelled ? last.FramesPlayed : last.FramesReceived - last.FramesSkipped;
        return last with { FramesPlayed = played, FramesDiscarded = last.FramesReceived - played - last.FramesSkipped };
    }

    /// <summary>It has ended so.</summary>
    public void Conclude(SessionResult result) => _result = result;

    /// <summary>
    /// Tells who awaited it. Last: they find the engine without this session, its name free, and every client told.
    /// </summary>
    public void Complete() => _completion.TrySetResult(_result!);
}
