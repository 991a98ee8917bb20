namespace Audio.Protocol.V4;

/// <summary>Answers <c>start_session</c>.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="SessionId">Its name.</param>
/// <param name="Handle">The number that identifies it in chunk frames.</param>
/// <param name="Limit">The offset up to which the client may send.</param>
/// <param name="AudioFormat">The format, as the daemon understood it.</param>
/// <param name="Timestamp">Now.</param>
public sealed record V4SessionStarted(
    string ClientId,
    string SessionId,
    uint Handle,
    long Limit,
    V4StartedFormat AudioFormat,
    long Timestamp
) : V4Reply("session_started");
