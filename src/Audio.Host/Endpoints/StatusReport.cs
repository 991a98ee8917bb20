using System.Text.Json.Serialization;

namespace Audio.Host.Endpoints;

/// <summary><c>GET /health</c>. Times are Unix milliseconds, spans milliseconds.</summary>
internal sealed record HealthReport(
    string Status,
    long Uptime,
    int Clients,
    int Sessions,
    long Timestamp,
    bool? Audible
)
{
    /// <summary>Why nothing can be heard now; left out where it can.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InaudibleReport? Inaudible { get; init; }
}

/// <summary>Why something cannot be heard.</summary>
/// <param name="Reason">A name such as <c>no_device</c> or <c>master_muted</c>; docs/protocol.md lists them.</param>
/// <param name="Message">For people: why, and what to do.</param>
internal sealed record InaudibleReport(string Reason, string Message)
{
    /// <summary>Of a session: how much could not be heard, in milliseconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Ms { get; init; }
}

/// <summary><c>GET /status</c>: what version 3 has, then what stands beside it.</summary>
internal sealed record StatusReport(
    string Daemon,
    string Version,
    int Port,
    long Uptime,
    IReadOnlyList<ClientReport> Clients,
    IReadOnlyList<string> Sessions,
    long Timestamp,
    OutputReport Output,
    IReadOnlyList<PlaybackReport> Playback,
    IReadOnlyList<EndedReport> Ended,
    bool? Audible,
    IReadOnlyList<string> Muted
)
{
    /// <summary>Why nothing can be heard now; left out where it can.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InaudibleReport? Inaudible { get; init; }
}

internal sealed record ClientReport(string Id, long ConnectedAt, long LastActivity, string UserAgent);

/// <summary>The loudspeaker.</summary>
internal sealed record OutputReport(string Sink, string State, string Reason, long Since, int Reopens, long FramesLost);

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

internal sealed record FormatReport(string Encoding, int SampleRate, int Channels);

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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class StatusJson : JsonSerializerContext;
