using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>What a client says. <see cref="V4ClientMessages"/> reads and writes them.</summary>
public abstract record V4ClientMessage
{
    private protected V4ClientMessage(string type) => Type = type;

    /// <summary>Echoed in the reply; at most <see cref="V4Wire.MaxRequestIdLength"/> characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RequestId { get; init; }

    /// <summary>The name of the message.</summary>
    [JsonPropertyOrder(-2)]
    public string Type { get; }
}
