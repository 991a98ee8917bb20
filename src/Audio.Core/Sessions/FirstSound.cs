using System.Reactive.Concurrency;
using Audio.Core.Mixing;
using Audio.Core.Sessions.Scheduling;
using Audio.Core.Sinks;

namespace Audio.Core.Sessions;

/// <summary>
/// A session's first sound: the stages of its way, when the device has played it by the device's own position, and that
/// it is told, once.
/// </summary>
internal sealed class FirstSound
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(4);

    // Immutable.
    private readonly SessionContext _context;
    private readonly IScheduler _scheduler;
    private readonly SessionPosition _position;
    private readonly Action _told;

    // Any thread.
    private volatile Arrival? _arrival;
    private volatile TimeToFirstAudio _ttfa = TimeToFirstAudio.NotMeasured;

    // Session scheduler only.
    private bool _isDue; // it was mixed, and is not told yet

    /// <param name="context">What the session shares with others.</param>
    /// <param name="scheduler">The session's.</param>
    /// <param name="position">Where it is in the mix.</param>
    /// <param name="told">Tells it.</param>
    public FirstSound(SessionContext context, IScheduler scheduler, SessionPosition position, Action told)
    {
        _context = context;
        _scheduler = scheduler;
        _position = position;
        _told = told;
    }

    /// <summary>What was measured. Any thread.</summary>
    public TimeToFirstAudio Ttfa => _ttfa;

    /// <summary>The first byte arrived. Only the first call counts. Any thread.</summary>
    public void Arrived(long timestamp)
    {
        if (_arrival is null)
            Interlocked.CompareExchange(ref _arrival, new Arrival(timestamp), null);
    }

    /// <summary>
    /// It is due from now on, as if it arrived now; that it was decoded before is no stage of that way.
    /// </summary>
    public void BeginAnew()
    {
        if (_arrival is null)
            return;
        _arrival = new Arrival(_context.Time.GetTimestamp());
        _ttfa = TimeToFirstAudio.NotMeasured;
    }

    /// <summary>It was decoded.</summary>
    public void Decoded() => _ttfa = _ttfa with { Decoded = SinceArrival(_context.Time.GetTimestamp()) };

    /// <summary>Looks whether it was mixed.</summary>
    /// <returns>Whether that is news: <see cref="Watch"/> is to be called then.</returns>
    public bool TryMix(MixerInput input)
    {
        if (_ttfa.Mixed is not null || input.StartFrame < 0)
            return false;
        _ttfa = _ttfa with { Mixed = SinceArrival(input.FirstMixedTimestamp ?? _context.Time.GetTimestamp()) };
        return true;
    }

    /// <summary>
    /// It was mixed: tells it once it was heard. Where there is no device nothing is measured, and it is told now.
    /// </summary>
    public void Watch()
    {
        _isDue = true;
        Look(LookAgain.Shortest);
    }

    /// <summary>In front of whatever else is told: once, measured or not.</summary>
    public void Tell()
    {
        if (!_isDue)
            return;
        _isDue = false;
        if (_ttfa.Device is null)
            _ = TryMeasure();
        _told();
    }

    private void Look(TimeSpan wait)
    {
        if (!_isDue)
            return;
        if (_position.Input!.Unheard is { Reason: InaudibleReason.NoDevice } || TryMeasure())
            Tell();
        else
            _scheduler.Schedule(wait, () => Look(2 * wait < LongestWait ? 2 * wait : LongestWait));
    }

    private bool TryMeasure()
    {
        MixerInput input = _position.Input!;
        if (
            input.Unheard is { Reason: InaudibleReason.NoDevice }
            || _context.Output.UntilHeard(input.StartFrame, _context.SampleRate) is not { } untilHeard
        )
        {
            return false;
        }

        TimeSpan? device = SinceArrival(_context.Time.GetTimestamp()) + untilHeard;
        _ttfa = _ttfa with { Device = device < _ttfa.Mixed ? _ttfa.Mixed : device };
        return true;
    }

    private TimeSpan? SinceArrival(long timestamp) =>
        _arrival is { } arrival ? _context.Time.GetElapsedTime(arrival.Timestamp, timestamp) : null;

    private sealed record Arrival(long Timestamp);
}
