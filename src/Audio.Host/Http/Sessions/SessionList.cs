using System.Text.Json.Serialization;
using Audio.Host.Reports;

namespace Audio.Host.Http.Sessions;

/// <summary><c>GET /v1/sessions</c>.</summary>
/// <param name="Sessions">The live sessions of all clients.</param>
internal sealed record SessionList(IReadOnlyList<PlaybackReport> Sessions)
{
    /// <summary>With <c>?ended=true</c>: the most recently ended sessions, newest last.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EndedReport>? Ended { get; init; }
}
