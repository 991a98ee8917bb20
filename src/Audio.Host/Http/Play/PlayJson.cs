using System.Text.Json;
using System.Text.Json.Serialization;
using Audio.Host.Http.Problems;

namespace Audio.Host.Http.Play;

/// <summary>The JSON of <c>/v1/play</c>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(PlayReport))]
[JsonSerializable(typeof(PlayAccepted))]
internal sealed partial class PlayJson : JsonSerializerContext
{
    public static PlayJson Readable { get; } = new(ReadableJson.Options());
}
