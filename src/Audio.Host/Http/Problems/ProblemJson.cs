using System.Text.Json;
using System.Text.Json.Serialization;

namespace Audio.Host.Http.Problems;

/// <summary>The JSON of a problem.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ApiProblem))]
internal sealed partial class ProblemJson : JsonSerializerContext
{
    public static ProblemJson Readable { get; } = new(ReadableJson.Options());
}
