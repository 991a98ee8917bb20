namespace Audio.Client;

/// <summary>Something happened to a session.</summary>
/// <param name="SessionId">Which.</param>
public abstract record SessionEvent(string SessionId);
