namespace Audio.Core.Sessions;

/// <summary>What a queued session waits for.</summary>
/// <param name="Position">
/// Its place among those that wait when it was queued, from 1; counts those that play too. 1 for one that was
/// interrupted.
/// </param>
/// <param name="InterruptedBy">
/// The session that interrupted it; <see langword="null"/>: its channel was busy when it was opened.
/// </param>
public sealed record SessionWait(int Position, string? InterruptedBy = null);
