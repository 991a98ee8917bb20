namespace Audio.Client;

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
