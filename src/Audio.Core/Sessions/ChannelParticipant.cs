using Audio.Core.Etiquette;
using Audio.Core.Sessions.Scheduling;
using Audio.Protocol;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Sessions;

/// <summary>A session as its channel sees it: the channel can hold, release and replace it. Any thread.</summary>
internal sealed class ChannelParticipant : IChannelSession
{
    // Immutable.
    private readonly AudioSession _session;
    private readonly SessionLifecycle _lifecycle;
    private readonly SessionPlayback _playback;
    private readonly SessionPosition _position;
    private readonly FirstSound _first;

    public ChannelParticipant(
        AudioSession session,
        Channels channels,
        SessionLifecycle lifecycle,
        SessionPlayback playback,
        SessionPosition position,
        FirstSound first
    )
    {
        _session = session;
        _lifecycle = lifecycle;
        _playback = playback;
        _position = position;
        _first = first;
        lifecycle.Paused = () => channels.Pause(this);
        lifecycle.Resuming = () => channels.Resume(this);
    }

    public string Id => _session.Id;

    public SessionEtiquette Etiquette => _session.Etiquette;

    public long? SilentSince => _position.SilentSince;

    public void HoldAtStart(int place) => _lifecycle.Hold(new SessionWait(place));

    public void Hold(string interruptedBy) =>
        _session.Post(
            new SessionJob(() =>
            {
                if (_playback.IsOver)
                    return;
                _lifecycle.Hold(new SessionWait(1, interruptedBy));
                _position.Input?.Pause();
            })
        );

    public void Release() =>
        _session.Post(
            new SessionJob(() =>
            {
                bool plays = _lifecycle.Release();
                bool hasSounded = _position.HasSounded;
                if (!hasSounded)
                    _first.BeginAnew();
                if (plays)
                    _playback.PlayOn(hasSounded ? SessionTrigger.Resume : SessionTrigger.Release);
            })
        );

    public void Replace() => _session.Cancel(SessionEndReason.Replaced);
}
