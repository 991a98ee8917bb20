using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>
/// <c>stop_session</c>, answered with <c>session_stopped</c>: ends the stream; what was sent is played to its end.
/// </summary>
public sealed record V4StopSession() : V4SessionMessage("stop_session")
{
    /// <summary>The <see cref="Mode"/> that cancels the session.</summary>
    public const string Cancel = "cancel";

    /// <summary><see cref="Cancel"/>: the same as <c>cancel_session</c>; null: plays to the end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Mode { get; init; }
}
