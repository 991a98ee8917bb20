using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>A message that answers one of the client.</summary>
public abstract record V4Reply : V4ServerMessage
{
    private protected V4Reply(string type)
        : base(type) { }

    /// <summary>The <c>requestId</c> of what it answers, where there was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyOrder(-1)]
    public string? RequestId { get; init; }
}
