using System.Text.Json.Serialization;

namespace Audio.Host.Endpoints;

/// <summary><c>GET /health</c>. Times are Unix milliseconds, spans milliseconds.</summary>
internal sealed record HealthReport(string Status, long Uptime, int Clients, int Sessions, long Timestamp);

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
    IReadOnlyList<EndedReport> Ended);

internal sealed record ClientReport(string Id, long ConnectedAt, long LastActivity, string UserAgent);

/// <summary>The loudspeaker.</summary>
internal sealed record OutputReport(string Sink, string State, string Reason, long Since, int Reopens, long FramesLost);

/// <summary>A session that has not ended.</summary>
internal sealed record PlaybackReport(
    string Id, string? Client, string State, FormatReport Format, double BufferedMs, double PlayedMs, long BytesReceived, int Underruns, double Volume, double? TtfaMs, string Priority)
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
}

/// <summary>What a session waits for.</summary>
/// <param name="Position">Its place on its channel when it was queued, from 1; those that play count too. 1 for one that was interrupted.</param>
/// <param name="InterruptedBy">The session that interrupted it; null: its channel was busy when it was opened.</param>
internal sealed record WaitReport(int Position, string? InterruptedBy);

internal sealed record FormatReport(string Encoding, int SampleRate, int Channels);

/// <summary>A session that has ended, the newest last; its <c>state</c> is <c>ended</c>.</summary>
internal sealed record EndedReport(
    string Id, string? Client, string State, string Reason, string? Error, FormatReport Format, double PlayedMs, long FramesPlayed, long FramesReceived, long BytesReceived, int Underruns, double? TtfaMs);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class StatusJson : JsonSerializerContext;
