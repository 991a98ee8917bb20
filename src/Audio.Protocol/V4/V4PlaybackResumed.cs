namespace Audio.Protocol.V4;

/// <summary>The session plays again after a pause or an interruption.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Timestamp">Now.</param>
public sealed record V4PlaybackResumed(string SessionId, long Timestamp) : V4ServerMessage("playback_resumed");
