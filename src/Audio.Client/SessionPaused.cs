namespace Audio.Client;

/// <summary>The session is paused, whoever asked for it.</summary>
/// <param name="SessionId">The id of the session.</param>
public sealed record SessionPaused(string SessionId) : SessionEvent(SessionId);
