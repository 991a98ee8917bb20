using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>
/// It waits for its channel: told behind <c>session_started</c>, when another session interrupts it, and when it is let
/// go on after a pause and its channel is busy.
/// </summary>
/// <param name="SessionId">Which.</param>
/// <param name="Channel">What it waits for.</param>
/// <param name="Position">
/// Its place when it was queued, from 1; those that play count too. 1 for one that was interrupted.
/// </param>
/// <param name="Timestamp">Now.</param>
/// <param name="InterruptedBy">
/// The session that interrupted it; left out: its channel was busy when it was opened.
/// </param>
public sealed record V4SessionQueued(
    string SessionId,
    string Channel,
    int Position,
    long Timestamp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? InterruptedBy = null
) : V4ServerMessage("session_queued");
