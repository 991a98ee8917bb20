namespace Audio.Protocol.V4;

/// <summary>
/// Answers <c>stop_session</c> and <c>cancel_session</c>, at once; <c>session_ended</c> follows when it is over.
/// </summary>
/// <param name="ClientId">Whose.</param>
/// <param name="SessionId">Which.</param>
/// <param name="Timestamp">Now.</param>
/// <param name="Stats">Its figures so far.</param>
public sealed record V4SessionStopped(string ClientId, string SessionId, long Timestamp, V4Stats Stats)
    : V4Reply("session_stopped");
