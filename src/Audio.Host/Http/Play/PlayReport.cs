using System.Text.Json.Serialization;
using Audio.Host.Reports;

namespace Audio.Host.Http.Play;

/// <summary>The answer of <c>/v1/play</c> when the sound was heard, or will not be.</summary>
/// <param name="SessionId">Its name.</param>
/// <param name="Reason">
/// How it ended: <c>completed</c>; <c>cancelled</c> by somebody; or, by its etiquette, <c>replaced</c>, <c>expired</c>
/// or <c>dropped</c>.
/// </param>
/// <param name="TtfaMs">
/// From the body's first byte to the first sample at the device, in milliseconds; null where it was not measured.
/// </param>
/// <param name="PlayedMs">How much was heard, in milliseconds.</param>
/// <param name="Underruns">Gaps that were heard because the body came too slowly.</param>
/// <param name="Audible">
/// Whether a device that can be heard played all of it; null: nobody was to hear it, or none of it was played.
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
    /// <summary>Why some or all of it could not be heard; left out where that is not so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InaudibleReport? Inaudible { get; init; }

    /// <summary>Frames skipped because more was held than <c>maxLatency</c>; left out where none were.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? FramesSkipped { get; init; }
}

/// <summary>The answer of <c>/v1/play?wait=false</c> when the body was taken.</summary>
/// <param name="SessionId">Its name, under which <c>/v1/sessions/{id}</c> tells of it.</param>
internal sealed record PlayAccepted(string SessionId);
