using Audio.Core.Etiquette;
using Audio.Core.Sessions.Scheduling;
using Audio.Protocol;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Sessions;

/// <summary>A session as its channel sees it: the channel can hold, release and replace it. Any thread.</summary>
internal sealed class ChannelParticipant(
    AudioSession session,
    SessionLifecycle lifecycle,
    SessionPlayback playback,
    SessionPosition position,
    FirstSound first
) : IChannelSession
{
    public string Id => session.Id;

    public SessionEtiquette Etiquette => session.Etiquette;

    public long? SilentSince => position.SilentSince;

    public void HoldAtStart(int place) => lifecycle.Hold(new SessionWait(place));

    public void Hold(string interruptedBy) =>
        session.Post(
            new SessionJob(() =>
            {
                if (playback.IsOver)
                    return;
                lifecycle.Hold(new SessionWait(1, interruptedBy));
                position.Input?.Pause();
            })
        );

    public void Release() =>
        session.Post(
            new SessionJob(() =>
            {
                bool plays = lifecycle.Release();
                bool hasSounded = position.HasSounded;
                if (!hasSounded)
                    first.BeginAnew();
                if (plays)
                    playback.PlayOn(hasSounded ? SessionTrigger.Resume : SessionTrigger.Release);
            })
        );

    public void Replace() => session.Cancel(SessionEndReason.Replaced);
}
