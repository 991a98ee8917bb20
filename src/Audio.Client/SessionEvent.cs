namespace Audio.Client;

/// <summary>An event of a session.</summary>
/// <param name="SessionId">The id of the session.</param>
public abstract record SessionEvent(string SessionId);
