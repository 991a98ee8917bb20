using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>A message about one session.</summary>
public abstract record V4SessionMessage : V4ClientMessage
{
    private protected V4SessionMessage(string type)
        : base(type) { }

    /// <summary>The session.</summary>
    [JsonPropertyOrder(-1)]
    public required string SessionId { get; init; }
}
