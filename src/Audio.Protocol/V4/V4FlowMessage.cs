using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>
/// The client may send up to <see cref="Limit"/>. <see cref="V4Flow"/> reads and writes this message without
/// allocating.
/// </summary>
/// <param name="SessionId">The session.</param>
/// <param name="Handle">Its handle on this connection.</param>
/// <param name="Received">The bytes of its stream that the daemon has received.</param>
/// <param name="Limit">The offset up to which the client may send; it never decreases.</param>
/// <param name="Played">The bytes of its stream that were heard.</param>
public sealed record V4FlowMessage(string SessionId, uint Handle, long Received, long Limit, long Played)
    : V4ServerMessage("flow")
{
    /// <summary>
    /// For a stream whose first bytes say what it is: the milliseconds of it that were heard; null: none are known.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? PlayedMs { get; init; }
}
