namespace Audio.Client;

/// <summary>The session ran dry, and plays again now.</summary>
/// <param name="SessionId">The id of the session.</param>
/// <param name="Underruns">The number of underruns so far.</param>
public sealed record SessionUnderrun(string SessionId, int Underruns) : SessionEvent(SessionId);
