using System.Text.Json.Serialization;

namespace Audio.Host.Reports;

/// <summary>A session that has ended, the newest last; its <c>state</c> is <c>ended</c>.</summary>
internal sealed record EndedReport(
    string Id,
    string? Client,
    string State,
    string Reason,
    string? Error,
    FormatReport Format,
    double PlayedMs,
    long FramesPlayed,
    long FramesReceived,
    long BytesReceived,
    int Underruns,
    double? TtfaMs,
    bool? Audible
)
{
    /// <summary>Why some or all of it could not be heard; left out where that is not so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InaudibleReport? Inaudible { get; init; }

    /// <summary>Frames skipped because more was held than <c>maxLatency</c>; left out where none were.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? FramesSkipped { get; init; }
}
