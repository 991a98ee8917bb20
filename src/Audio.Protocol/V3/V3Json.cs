using System.Text.Json.Serialization;

namespace Audio.Protocol.V3;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(V3Welcome))]
[JsonSerializable(typeof(V3Pong))]
[JsonSerializable(typeof(V3SessionStarted))]
[JsonSerializable(typeof(V3SessionStopped))]
[JsonSerializable(typeof(V3Status))]
[JsonSerializable(typeof(V3Error))]
internal sealed partial class V3Json : JsonSerializerContext;
