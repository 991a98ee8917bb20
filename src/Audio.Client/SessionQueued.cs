namespace Audio.Client;

/// <summary>
/// The session waits for its channel, or was interrupted there; what is written is kept. <see
/// cref="PlaybackSession.Queued"/> has this event as long as it applies.
/// </summary>
/// <param name="SessionId">The id of the session.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Position">
/// Its place in the queue when it was queued, counted from 1 and including the sessions that play. 1 if it was
/// interrupted.
/// </param>
/// <param name="InterruptedBy">The session that interrupted it; null: its channel was busy when it was opened.</param>
public sealed record SessionQueued(string SessionId, string Channel, int Position, string? InterruptedBy)
    : SessionEvent(SessionId);
