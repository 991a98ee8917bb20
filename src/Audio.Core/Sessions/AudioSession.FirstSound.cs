using System.Reactive.Concurrency;
using Audio.Core.Mixing;
using Audio.Core.Sinks;

namespace Audio.Core.Sessions;

/// <content>Its first sound: when the device has played it, by the device's own position, and that it is told.</content>
public sealed partial class AudioSession
{
    private static readonly TimeSpan LongestFirstWait = TimeSpan.FromMilliseconds(4);

    // Session scheduler only.
    private bool _isFirstSoundDue; // it was mixed, and is not told yet

    /// <summary>It was mixed: tells it once it was heard. Where there is no device nothing is measured, and it is told now.</summary>
    private void HearFirstSound(TimeSpan wait)
    {
        _isFirstSoundDue = true;
        LookForFirstSound(wait);
    }

    private void LookForFirstSound(TimeSpan wait)
    {
        if (!_isFirstSoundDue || State == SessionState.Ended)
            return;
        if (_input!.Unheard is { Reason: InaudibleReason.NoDevice } || TryMeasureFirstSound())
            TellFirstSound();
        else
            _scheduler.Schedule(wait, () => LookForFirstSound(2 * wait < LongestFirstWait ? 2 * wait : LongestFirstWait));
    }

    /// <summary>In front of whatever else is told: once, measured or not.</summary>
    private void TellFirstSound()
    {
        if (!_isFirstSoundDue)
            return;
        _isFirstSoundDue = false;
        if (_ttfa.Device is null)
            _ = TryMeasureFirstSound();
        _events.OnNext(new SessionEvent(SessionEventKind.Sounding, Measure()));
    }

    private bool TryMeasureFirstSound()
    {
        MixerInput input = _input!;
        if (input.Unheard is { Reason: InaudibleReason.NoDevice } || _context.Output.UntilHeard(input.StartFrame, _context.SampleRate) is not { } untilHeard)
            return false;
        TimeSpan? device = SinceArrival(_context.Time.GetTimestamp()) + untilHeard;
        _ttfa = _ttfa with { Device = device < _ttfa.Mixed ? _ttfa.Mixed : device };
        return true;
    }
}
