using System.Text.Json.Serialization;
using Audio.Host.Reports;

namespace Audio.Host.Http.Status;

/// <summary>
/// <c>GET /health</c>. Timestamps and durations are in milliseconds, timestamps since the Unix epoch.
/// </summary>
internal sealed record HealthReport(
    string Status,
    long Uptime,
    int Clients,
    int Sessions,
    long Timestamp,
    string Version,
    bool? Audible
)
{
    /// <summary>Why nothing can be heard now; omitted if sound can be heard.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InaudibleReport? Inaudible { get; init; }
}

/// <summary><c>GET /status</c>: the fields of version 3 first, then those added since.</summary>
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
    /// <summary>Why nothing can be heard now; omitted if sound can be heard.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InaudibleReport? Inaudible { get; init; }
}

internal sealed record ClientReport(string Id, long ConnectedAt, long LastActivity, string UserAgent);

/// <summary>The output device.</summary>
internal sealed record OutputReport(string Sink, string State, string Reason, long Since, int Reopens, long FramesLost);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class StatusJson : JsonSerializerContext;
