using System.Text.Json.Serialization;

namespace Audio.Host.Reports;

/// <summary>Why something cannot be heard.</summary>
/// <param name="Reason">A name such as <c>no_device</c> or <c>master_muted</c>; docs/protocol.md lists them.</param>
/// <param name="Message">The reason for people, and what to do.</param>
internal sealed record InaudibleReport(string Reason, string Message)
{
    /// <summary>For a session: how much could not be heard, in milliseconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Ms { get; init; }
}
