using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>
/// The session waits for its channel. Sent after <c>session_started</c>, when another session interrupts it, and when
/// it is resumed from a pause while its channel is busy.
/// </summary>
/// <param name="SessionId">The session.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Position">
/// Its place in the queue when it was queued, counted from 1 and including the sessions that play. 1 if it was
/// interrupted.
/// </param>
/// <param name="Timestamp">Now.</param>
/// <param name="InterruptedBy">The session that interrupted it; null: its channel was busy when it was opened.</param>
public sealed record V4SessionQueued(
    string SessionId,
    string Channel,
    int Position,
    long Timestamp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? InterruptedBy = null
) : V4ServerMessage("session_queued");
