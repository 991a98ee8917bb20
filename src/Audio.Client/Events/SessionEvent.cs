namespace Audio.Client;

/// <summary>Something happened to a session.</summary>
/// <param name="SessionId">Which.</param>
public abstract record SessionEvent(string SessionId);

/// <summary>Its first sample has sounded. Times since its first byte reached the daemon; null: not measured.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="TimeToFirstAudio">Until the device played it.</param>
/// <param name="Decoded">Until it was decoded.</param>
/// <param name="Mixed">Until it was mixed.</param>
public sealed record SessionPlaying(string SessionId, TimeSpan? TimeToFirstAudio, TimeSpan? Decoded, TimeSpan? Mixed)
    : SessionEvent(SessionId);

/// <summary>Nothing had arrived in time; it sounds again now.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="Underruns">How often so far.</param>
public sealed record SessionUnderrun(string SessionId, int Underruns) : SessionEvent(SessionId);

/// <summary>It is paused, whoever asked for it.</summary>
/// <param name="SessionId">Which.</param>
public sealed record SessionPaused(string SessionId) : SessionEvent(SessionId);

/// <summary>
/// It waits for its channel, or was interrupted on it; what is written is kept. <see cref="PlaybackSession.Queued"/>
/// has it as long as it holds.
/// </summary>
/// <param name="SessionId">Which.</param>
/// <param name="Channel">What it waits for.</param>
/// <param name="Position">
/// Its place when it was queued, from 1; those that play count too. 1 for one that was interrupted.
/// </param>
/// <param name="InterruptedBy">The session that interrupted it; null: its channel was busy when it was opened.</param>
public sealed record SessionQueued(string SessionId, string Channel, int Position, string? InterruptedBy)
    : SessionEvent(SessionId);

/// <summary>It plays on after a pause, or after it was interrupted.</summary>
/// <param name="SessionId">Which.</param>
public sealed record SessionPlaybackResumed(string SessionId) : SessionEvent(SessionId);

/// <summary>
/// A place that <see cref="PlaybackSession.MarkAsync"/> named is heard, by the device's own position; once for each
/// mark.
/// </summary>
/// <param name="SessionId">Which.</param>
/// <param name="Name">What the mark is called.</param>
/// <param name="Offset">Its place in the stream, in bytes as they were written.</param>
public sealed record SessionMarkHeard(string SessionId, string Name, long Offset) : SessionEvent(SessionId);

/// <summary>How far it is; several times a second.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="BytesReceived">Bytes of its stream that the daemon has.</param>
/// <param name="BytesPlayed">Bytes of its stream that were heard.</param>
public sealed record SessionProgress(string SessionId, long BytesReceived, long BytesPlayed) : SessionEvent(SessionId);

/// <summary>A daemon had lost it, and it was begun again (<see cref="AudioSessionOptions.ResendUnplayed"/>).</summary>
/// <param name="SessionId">Its new name.</param>
/// <param name="FirstFrame">The frame of the stream at which the new session begins.</param>
public sealed record SessionRestarted(string SessionId, long FirstFrame) : SessionEvent(SessionId);

/// <summary>It is over; the last event, and there is exactly one.</summary>
/// <param name="Result">How it ended.</param>
public sealed record SessionEnded(PlaybackResult Result) : SessionEvent(Result.SessionId);
