namespace Audio.Protocol.V4;

/// <summary>It is paused, whoever asked for it.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="Timestamp">Now.</param>
public sealed record V4Paused(string SessionId, long Timestamp) : V4ServerMessage("paused");
