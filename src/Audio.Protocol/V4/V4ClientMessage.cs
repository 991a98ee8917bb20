using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>A message of a client. <see cref="V4ClientMessages"/> reads and writes them.</summary>
public abstract record V4ClientMessage
{
    private protected V4ClientMessage(string type) => Type = type;

    /// <summary>Echoed in the reply; at most <see cref="V4Wire.MaxRequestIdLength"/> characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RequestId { get; init; }

    /// <summary>The type of the message.</summary>
    [JsonPropertyOrder(-2)]
    public string Type { get; }
}
