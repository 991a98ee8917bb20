namespace Audio.Client;

/// <summary>The session plays again after a pause or an interruption.</summary>
/// <param name="SessionId">The id of the session.</param>
public sealed record SessionPlaybackResumed(string SessionId) : SessionEvent(SessionId);
