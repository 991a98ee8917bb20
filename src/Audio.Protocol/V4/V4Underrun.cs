namespace Audio.Protocol.V4;

/// <summary>The session ran dry, and plays again now.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Underruns">The number of underruns so far.</param>
/// <param name="Timestamp">Now.</param>
public sealed record V4Underrun(string SessionId, int Underruns, long Timestamp) : V4ServerMessage("underrun");
