namespace Audio.Client;

/// <summary>The session has ended. This is the last event, and there is exactly one.</summary>
/// <param name="Result">Its result.</param>
public sealed record SessionEnded(PlaybackResult Result) : SessionEvent(Result.SessionId);
