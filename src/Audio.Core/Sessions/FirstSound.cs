using System.Reactive.Concurrency;
using Audio.Core.Mixing;
using Audio.Core.Sessions.Scheduling;
using Audio.Core.Sinks;

namespace Audio.Core.Sessions;

/// <summary>
/// Measures a session's time to first audio, up to the device's own position, and reports the first sound once.
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
    private bool _isDue; // it was mixed and has not been reported

    /// <param name="context">What the session shares with others.</param>
    /// <param name="scheduler">The session's.</param>
    /// <param name="position">Its position in the mix.</param>
    /// <param name="told">Reports it.</param>
    public FirstSound(SessionContext context, IScheduler scheduler, SessionPosition position, Action told)
    {
        _context = context;
        _scheduler = scheduler;
        _position = position;
        _told = told;
    }

    /// <summary>The measurement so far. Any thread.</summary>
    public TimeToFirstAudio Ttfa => _ttfa;

    /// <summary>Records the arrival of the first byte. Only the first call counts. Any thread.</summary>
    public void Arrived(long timestamp)
    {
        if (_arrival is null)
            Interlocked.CompareExchange(ref _arrival, new Arrival(timestamp), null);
    }

    /// <summary>
    /// Restarts the measurement as if the first byte arrived now; an earlier decoding does not count.
    /// </summary>
    public void BeginAnew()
    {
        if (_arrival is null)
            return;
        _arrival = new Arrival(_context.Time.GetTimestamp());
        _ttfa = TimeToFirstAudio.NotMeasured;
    }

    /// <summary>Records that it was decoded.</summary>
    public void Decoded() => _ttfa = _ttfa with { Decoded = SinceArrival(_context.Time.GetTimestamp()) };

    /// <summary>Checks whether it was mixed.</summary>
    /// <returns>Whether it has been mixed since the last call; if so, call <see cref="Watch"/>.</returns>
    public bool TryMix(MixerInput input)
    {
        if (_ttfa.Mixed is not null || input.StartFrame < 0)
            return false;
        _ttfa = _ttfa with { Mixed = SinceArrival(input.FirstMixedTimestamp ?? _context.Time.GetTimestamp()) };
        return true;
    }

    /// <summary>Reports it once it has been heard; at once, and unmeasured, if there is no device.</summary>
    public void Watch()
    {
        _isDue = true;
        Look(PollInterval.Shortest);
    }

    /// <summary>Reports it now, measured or not, unless that has been done. Called before any other event.</summary>
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
