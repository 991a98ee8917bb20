namespace Audio.Protocol.V4;

/// <summary>Answers <c>get_status</c>.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="Connected">True.</param>
/// <param name="Timestamp">Now.</param>
/// <param name="Sessions">Its sessions that have not ended.</param>
public sealed record V4Status(string ClientId, bool Connected, long Timestamp, IReadOnlyList<V4SessionStatus> Sessions)
    : V4Reply("status");
