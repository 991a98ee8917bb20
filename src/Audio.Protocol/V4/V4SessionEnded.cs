using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>The session has ended. Sent exactly once on a connection that lasts.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Reason">One of <see cref="V4EndReasons"/>.</param>
/// <param name="FramesPlayed">Frames heard, at the stream's rate.</param>
/// <param name="FramesReceived">Frames decoded, at the stream's rate.</param>
/// <param name="BytesReceived">Bytes of the stream.</param>
/// <param name="Underruns">The gaps that were heard.</param>
/// <param name="TtfaMs">Time to first audio; null: not measured.</param>
/// <param name="Timestamp">When it ended.</param>
/// <param name="Error">For <c>failed</c>: what was wrong.</param>
public sealed record V4SessionEnded(
    string SessionId,
    string Reason,
    long FramesPlayed,
    long FramesReceived,
    long BytesReceived,
    int Underruns,
    double? TtfaMs,
    long Timestamp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error = null
) : V4ServerMessage("session_ended")
{
    /// <summary>
    /// Whether an audible device played everything that was played; null: it was not meant to be heard (<see
    /// cref="Inaudible"/> says why), nothing was played, or the daemon does not say.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Audible { get; init; }

    /// <summary>Why some or all of it could not be heard; null: all of it could.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public V4Inaudible? Inaudible { get; init; }

    /// <summary>
    /// Frames that were skipped because the buffer exceeded <c>maxLatency</c>, at the stream's rate; null: none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? FramesSkipped { get; init; }

    /// <summary>
    /// For a stream whose first bytes say what it is: the rate at which its frames count, in hertz; null: it was not
    /// known, or the client gave it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SampleRate { get; init; }

    /// <summary>Frames of its codec that were damaged; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Damaged { get; init; }
}
