using System.Text.Json.Serialization;
using Audio.Host.Reports;

namespace Audio.Host.Http.Play;

/// <summary>The answer to <c>/v1/play</c> once the sound has been heard, or will not be.</summary>
/// <param name="SessionId">The session's name.</param>
/// <param name="Reason">
/// How the session ended: <c>completed</c>; <c>cancelled</c> by someone; or, because of its etiquette, <c>replaced</c>,
/// <c>expired</c> or <c>dropped</c>.
/// </param>
/// <param name="TtfaMs">
/// Time from the body's first byte to the first sample at the device, in milliseconds; null if it was not measured.
/// </param>
/// <param name="PlayedMs">How much was played, in milliseconds.</param>
/// <param name="Underruns">The number of audible gaps because the body arrived too slowly.</param>
/// <param name="Audible">
/// Whether an audible device played all of it; null if a sink without a device was chosen or nothing was played.
/// </param>
internal sealed record PlayReport(
    string SessionId,
    string Reason,
    double? TtfaMs,
    double PlayedMs,
    int Underruns,
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

/// <summary>The answer to <c>/v1/play?wait=false</c> once the body has been received.</summary>
/// <param name="SessionId">The session's name, for <c>/v1/sessions/{id}</c>.</param>
internal sealed record PlayAccepted(string SessionId);
