namespace Audio.Protocol.V4;

/// <summary>Nothing had arrived in time, and it sounds again now.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="Underruns">How often so far.</param>
/// <param name="Timestamp">Now.</param>
public sealed record V4Underrun(string SessionId, int Underruns, long Timestamp) : V4ServerMessage("underrun");
