namespace Audio.Core.Sessions;

/// <summary>What happens to a session between its beginning and its end.</summary>
public enum SessionEventKind
{
    /// <summary>
    /// Its first sample was heard; <see cref="TimeToFirstAudio.Device"/> says when. Where something else happens before
    /// that is known, or there is no device, it is told all the same, and <see cref="TimeToFirstAudio.Device"/> is <see
    /// langword="null"/>.
    /// </summary>
    Sounding,

    /// <summary>A gap was heard because nothing had arrived in time; it sounds again now.</summary>
    Underrun,

    /// <summary>It is paused.</summary>
    Paused,

    /// <summary>It plays on after a pause, or after it was interrupted.</summary>
    Resumed,

    /// <summary>
    /// It waits for its channel, or was interrupted on it; <see cref="AudioSession.Waiting"/> says more.
    /// </summary>
    Queued,

    /// <summary>A mark was heard: <see cref="SessionEvent.Mark"/>.</summary>
    MarkHeard,
}
