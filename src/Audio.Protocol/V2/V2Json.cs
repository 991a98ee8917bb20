using System.Text.Json.Serialization;

namespace Audio.Protocol.V2;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(V2ServerMessage<V2Status>))]
[JsonSerializable(typeof(V2ServerMessage<V2Heartbeat>))]
[JsonSerializable(typeof(V2ServerMessage<V2TimingAnalysis>))]
[JsonSerializable(typeof(V2Greeting))]
[JsonSerializable(typeof(V2Error))]
internal sealed partial class V2Json : JsonSerializerContext;
