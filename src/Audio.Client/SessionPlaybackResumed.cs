namespace Audio.Client;

/// <summary>It plays on after a pause, or after it was interrupted.</summary>
/// <param name="SessionId">Which.</param>
public sealed record SessionPlaybackResumed(string SessionId) : SessionEvent(SessionId);
