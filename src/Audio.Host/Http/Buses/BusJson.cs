using System.Text.Json;
using System.Text.Json.Serialization;
using Audio.Host.Http.Problems;

namespace Audio.Host.Http.Buses;

/// <summary>The JSON of <c>/v1/buses</c>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(BusList))]
[JsonSerializable(typeof(BusReport))]
internal sealed partial class BusJson : JsonSerializerContext
{
    public static BusJson Readable { get; } = new(ReadableJson.Options());
}
