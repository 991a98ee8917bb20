namespace Audio.Client;

/// <summary>It is paused, whoever asked for it.</summary>
/// <param name="SessionId">Which.</param>
public sealed record SessionPaused(string SessionId) : SessionEvent(SessionId);
