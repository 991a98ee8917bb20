namespace Audio.Core.Sessions;

/// <summary>The kinds of events of a session.</summary>
public enum SessionEventKind
{
    /// <summary>
    /// Its first sample was heard; <see cref="TimeToFirstAudio.Device"/> says when. If there is no device, or another
    /// event comes before that time is known, this event is sent anyway and <see cref="TimeToFirstAudio.Device"/> is
    /// <see langword="null"/>.
    /// </summary>
    Sounding,

    /// <summary>There was a gap because no sound arrived in time; it plays again now.</summary>
    Underrun,

    /// <summary>It is paused.</summary>
    Paused,

    /// <summary>It continues after a pause or an interruption.</summary>
    Resumed,

    /// <summary>
    /// It waits for its channel, or was interrupted on it; <see cref="AudioSession.Waiting"/> says more.
    /// </summary>
    Queued,

    /// <summary>The mark <see cref="SessionEvent.Mark"/> was heard.</summary>
    MarkHeard,
}
