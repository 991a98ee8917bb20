namespace Audio.Protocol.V4;

/// <summary>The session is paused, whoever asked for it.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Timestamp">Now.</param>
public sealed record V4Paused(string SessionId, long Timestamp) : V4ServerMessage("paused");
