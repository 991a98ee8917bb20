using System.Text.Json.Serialization;

namespace Audio.Host.Reports;

/// <summary>A session that has not ended.</summary>
internal sealed record PlaybackReport(
    string Id,
    string? Client,
    string State,
    FormatReport Format,
    double BufferedMs,
    double PlayedMs,
    long BytesReceived,
    int Underruns,
    double Volume,
    double? TtfaMs,
    string Priority
)
{
    /// <summary>The channel that it is on, if it is on one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Channel { get; init; }

    /// <summary>What it did when it was opened while others were on its channel; of one on a channel.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Overlap { get; init; }

    /// <summary>What it waits for, while it does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WaitReport? Waiting { get; init; }

    /// <summary>Why some or all of it could not be heard; left out where that is not so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InaudibleReport? Inaudible { get; init; }
}

/// <summary>What a session waits for.</summary>
/// <param name="Position">
/// Its place on its channel when it was queued, from 1; those that play count too. 1 for one that was interrupted.
/// </param>
/// <param name="InterruptedBy">The session that interrupted it; null: its channel was busy when it was opened.</param>
internal sealed record WaitReport(int Position, string? InterruptedBy);
