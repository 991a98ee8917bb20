namespace Audio.Protocol.V4;

/// <summary>
/// Answers <c>stop_session</c> and <c>cancel_session</c> at once; <c>session_ended</c> follows when the session has
/// ended.
/// </summary>
/// <param name="ClientId">The client.</param>
/// <param name="SessionId">The session.</param>
/// <param name="Timestamp">Now.</param>
/// <param name="Stats">Its figures so far.</param>
public sealed record V4SessionStopped(string ClientId, string SessionId, long Timestamp, V4Stats Stats)
    : V4Reply("session_stopped");
