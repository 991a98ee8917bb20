using System.Text.Json;
using System.Text.Json.Serialization;
using Audio.Host.Http.Problems;

namespace Audio.Host.Http.Explain;

/// <summary>The JSON of <c>/v1/explain</c>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ExplainReport))]
internal sealed partial class ExplainJson : JsonSerializerContext
{
    public static ExplainJson Readable { get; } = new(ReadableJson.Options());
}
