using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>A message that answers a request.</summary>
public abstract record V4Reply : V4ServerMessage
{
    private protected V4Reply(string type)
        : base(type) { }

    /// <summary>The <c>requestId</c> of the request, if it had one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyOrder(-1)]
    public string? RequestId { get; init; }
}
