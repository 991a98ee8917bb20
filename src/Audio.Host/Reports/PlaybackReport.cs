using System.Text.Json.Serialization;

namespace Audio.Host.Reports;

/// <summary>A session that has not ended.</summary>
internal sealed record PlaybackReport(
    string Id,
    string? Client,
    string State,
    FormatReport? Format,
    double BufferedMs,
    double PlayedMs,
    long BytesReceived,
    int Underruns,
    double Volume,
    double? TtfaMs,
    string Priority
)
{
    /// <summary>Its channel, if it has one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Channel { get; init; }

    /// <summary>How it was admitted when others were on its channel; only for a session on a channel.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Overlap { get; init; }

    /// <summary>What it waits for, if it is waiting.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WaitReport? Waiting { get; init; }

    /// <summary>Why some or all of it could not be heard; omitted if all of it could.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InaudibleReport? Inaudible { get; init; }
}

/// <summary>What a session waits for.</summary>
/// <param name="Position">
/// Its position on its channel when it was queued, from 1; playing sessions count too. Always 1 for an interrupted
/// session.
/// </param>
/// <param name="InterruptedBy">
/// The session that interrupted it; null if its channel was busy when it was opened.
/// </param>
internal sealed record WaitReport(int Position, string? InterruptedBy);
