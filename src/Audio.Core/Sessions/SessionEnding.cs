using System.Reactive.Concurrency;
using Audio.Core.Sessions.Scheduling;
using Audio.Protocol;

namespace Audio.Core.Sessions;

/// <summary>
/// How a session ends: when everything was heard, when it has faded after a cancel, or when it was not heard in time.
/// The first of them decides; a cancel takes precedence over the end of a stream that is still playing.
/// </summary>
/// <remarks>Session scheduler only, except where noted.</remarks>
internal sealed class SessionEnding
{
    /// <summary>
    /// Time allowed for the fade after a cancel. After it the session leaves the mix without a ramp, because the device
    /// does not run.
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
    private IDisposable? _firstByte;

    /// <param name="scheduler">The session's.</param>
    /// <param name="untilHeard">Returns the time until a frame of the mix will have been heard.</param>
    /// <param name="end">Ends the session; may be called more than once.</param>
    public SessionEnding(IScheduler scheduler, Func<long, TimeSpan> untilHeard, Action end)
    {
        _scheduler = scheduler;
        _untilHeard = untilHeard;
        _end = end;
    }

    /// <summary>The reason with which it ends.</summary>
    public SessionEndReason Reason { get; private set; } = SessionEndReason.Completed;

    /// <summary>The error, if it fails.</summary>
    public string? Error { get; private set; }

    /// <summary>Whether it was cancelled: it is fading or has faded. Any thread.</summary>
    public bool IsCancelled => _isCancelled;

    /// <summary>Whether everything was mixed, and it only waits for the device's position.</summary>
    public bool IsAwaited { get; private set; }

    /// <summary>How it ended. Any thread.</summary>
    public SessionResult? Result => _result;

    /// <summary>Completes with the result when the session has ended; never faults. Any thread.</summary>
    public Task<SessionResult> Completion => _completion.Task;

    /// <summary>Sets the reason for the end of the stream.</summary>
    public void Drain(SessionEndReason reason) => Reason = reason;

    /// <summary>Schedules the expiry of the session; <see langword="null"/>: it does not expire.</summary>
    public void ExpireAfter(TimeSpan? time, Action expire) =>
        _expiry = time is { } due ? _scheduler.Schedule(due, expire) : null;

    /// <summary>Cancels the expiry: the session was heard in time.</summary>
    public void StopExpiry() => _expiry?.Dispose();

    /// <summary>Schedules the end of a session that gets no sound; <see langword="null"/>: it may wait.</summary>
    public void AwaitFirstByte(TimeSpan? time, Action missed) =>
        _firstByte = time is { } due ? _scheduler.Schedule(due, missed) : null;

    /// <summary>Sound has arrived, or none is awaited any more.</summary>
    public void StopAwaiting()
    {
        _firstByte?.Dispose();
        _firstByte = null;
    }

    /// <summary>Cancels the session. The first call counts.</summary>
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

    /// <summary>Ends the session if its fade takes too long.</summary>
    public void LimitFade() => _scheduler.Schedule(CancelLimit, _end);

    /// <summary>
    /// Ends the session once the sink's position has passed a frame of the mix. The first call counts.
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
                _scheduler.Schedule(PollInterval.For(left), Look);
        }
    }

    /// <summary>
    /// Returns the final statistics: unless it was cancelled, everything that was not skipped was heard; the rest was
    /// discarded.
    /// </summary>
    public SessionStatistics Settle(SessionStatistics last)
    {
        long played = _isCancelled ? last.FramesPlayed : last.FramesReceived - last.FramesSkipped;
        return last with { FramesPlayed = played, FramesDiscarded = last.FramesReceived - played - last.FramesSkipped };
    }

    /// <summary>Sets the result.</summary>
    public void Conclude(SessionResult result) => _result = result;

    /// <summary>
    /// Completes <see cref="Completion"/>. Called last, so that awaiters find the session gone from the engine, its
    /// name free, and all clients told.
    /// </summary>
    public void Complete() => _completion.TrySetResult(_result!);
}
