namespace Audio.Protocol.V4;

/// <summary>
/// The first sample of a session has sounded. Times are milliseconds since its first byte arrived; null: not measured.
/// </summary>
/// <param name="SessionId">The session.</param>
/// <param name="TtfaMs">Until the device played it.</param>
/// <param name="DecodedMs">Until it was decoded.</param>
/// <param name="MixedMs">Until it was mixed.</param>
/// <param name="Timestamp">Now.</param>
public sealed record V4Playing(string SessionId, double? TtfaMs, double? DecodedMs, double? MixedMs, long Timestamp)
    : V4ServerMessage("playing");
