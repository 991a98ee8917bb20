namespace Audio.Core.Sessions;

/// <summary>What a queued session waits for.</summary>
/// <param name="Position">
/// Its place in the queue when it was queued, from 1, counting those that play. 1 if it was interrupted.
/// </param>
/// <param name="InterruptedBy">
/// The session that interrupted it; <see langword="null"/>: its channel was busy when it was opened.
/// </param>
public sealed record SessionWait(int Position, string? InterruptedBy = null);
