using Audio.Protocol.Etiquette;

namespace Audio.Core.Sessions;

/// <content>Its channel: what it waits for, when it is interrupted, when it is stale, and since when it has said nothing.</content>
public sealed partial class AudioSession
{
    private const long HasSound = long.MinValue;

    // Any thread.
    private volatile SessionWait? _waiting;
    private long _silentSince; // a timestamp; HasSound while there is sound to play

    // Session scheduler only.
    private bool _held; // by its channel
    private IDisposable? _expiry;

    /// <summary>How it behaves towards other sessions.</summary>
    public SessionEtiquette Etiquette { get; }

    /// <summary>What it waits for while it is <see cref="SessionState.Queued"/>, also while it is paused meanwhile; otherwise <see langword="null"/>.</summary>
    public SessionWait? Waiting => _waiting;

    /// <summary>Since when there was no sound to play, as a timestamp; <see langword="null"/>: there is some. Any thread.</summary>
    internal long? SilentSince => Volatile.Read(ref _silentSince) is var since && since == HasSound ? null : since;

    /// <summary>Whether it is heard now: it has begun, and neither starves nor waits. Any thread.</summary>
    internal bool Sounds =>
        _input is { StartFrame: >= 0, IsStarving: false, IsEnded: false } && State is SessionState.Playing or SessionState.Draining;

    /// <summary>Its channel is busy. Before anybody else knows of it.</summary>
    internal void HoldAtStart(int position)
    {
        _waiting = new SessionWait(position);
        _held = true;
        Move(SessionTrigger.Hold);
    }

    /// <summary>Another session interrupts it: silence over a 5 ms ramp; what is held and what arrives is kept. Any thread.</summary>
    internal void Hold(string interruptedBy) => Post(() =>
    {
        if (_cancelling || State == SessionState.Ended)
            return;
        _waiting = new SessionWait(1, interruptedBy);
        _held = true;
        if (!_paused)
            Move(SessionTrigger.Hold);
        _input?.Pause();
    });

    /// <summary>Its channel is free. Any thread.</summary>
    internal void Release() => Post(() =>
    {
        _held = false;
        _waiting = null;
        bool hasSounded = _input is { StartFrame: >= 0 };
        if (!hasSounded && _arrival is not null)
        {
            // Its first sound is due from now on; that it was decoded before is no stage of that way.
            _arrival = new Arrival(_context.Time.GetTimestamp());
            _ttfa = TimeToFirstAudio.NotMeasured;
        }
        if (!_paused)
            PlayOn(hasSounded ? SessionTrigger.Resume : SessionTrigger.Release);
    });

    private void Expire()
    {
        if (_input is not { StartFrame: >= 0 })
            CancelNow(SessionEndReason.Expired, error: null);
    }

    /// <summary>Others on its channel need not wait for ever for one that says nothing.</summary>
    private void FallSilent()
    {
        if (SilentSince is not null)
            return;
        Volatile.Write(ref _silentSince, _context.Time.GetTimestamp());
        _context.Channels.FellSilent(this);
    }
}
