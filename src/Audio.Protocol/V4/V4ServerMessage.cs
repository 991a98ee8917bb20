using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>
/// A message of the daemon. <see cref="V4ServerMessages"/> reads and writes them. Times are Unix milliseconds.
/// </summary>
public abstract record V4ServerMessage
{
    private protected V4ServerMessage(string type) => Type = type;

    /// <summary>The type of the message.</summary>
    [JsonPropertyOrder(-2)]
    public string Type { get; }
}
