namespace Audio.Client;

/// <summary>It is over; the last event, and there is exactly one.</summary>
/// <param name="Result">How it ended.</param>
public sealed record SessionEnded(PlaybackResult Result) : SessionEvent(Result.SessionId);
