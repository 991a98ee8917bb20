namespace Audio.Protocol.V4;

/// <summary>It plays on after a pause, or after it was interrupted.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="Timestamp">Now.</param>
public sealed record V4PlaybackResumed(string SessionId, long Timestamp) : V4ServerMessage("playback_resumed");
