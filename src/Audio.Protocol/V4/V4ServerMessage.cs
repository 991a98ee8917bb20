using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>
/// What the daemon says. <see cref="V4ServerMessages"/> reads and writes them. Times are Unix milliseconds.
/// </summary>
public abstract record V4ServerMessage
{
    private protected V4ServerMessage(string type) => Type = type;

    /// <summary>The name of the message.</summary>
    [JsonPropertyOrder(-2)]
    public string Type { get; }
}
