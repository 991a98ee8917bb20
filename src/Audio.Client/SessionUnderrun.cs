namespace Audio.Client;

/// <summary>Nothing had arrived in time; it sounds again now.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="Underruns">How often so far.</param>
public sealed record SessionUnderrun(string SessionId, int Underruns) : SessionEvent(SessionId);
