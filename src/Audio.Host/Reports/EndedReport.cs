using System.Text.Json.Serialization;

namespace Audio.Host.Reports;

/// <summary>A session that has ended; its <c>state</c> is <c>ended</c>.</summary>
internal sealed record EndedReport(
    string Id,
    string? Client,
    string State,
    string Reason,
    string? Error,
    FormatReport? Format,
    double PlayedMs,
    long FramesPlayed,
    long FramesReceived,
    long BytesReceived,
    int Underruns,
    double? TtfaMs,
    bool? Audible
)
{
    /// <summary>Why some or all of it could not be heard; omitted if all of it could.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InaudibleReport? Inaudible { get; init; }

    /// <summary>Frames skipped because more than <c>maxLatency</c> was buffered; omitted if there were none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? FramesSkipped { get; init; }

    /// <summary>Frames of its codec that were damaged; omitted if there were none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Damaged { get; init; }
}
