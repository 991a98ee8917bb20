using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(V4Ping))]
[JsonSerializable(typeof(V4GetStatus))]
[JsonSerializable(typeof(V4StartSession))]
[JsonSerializable(typeof(V4StopSession))]
[JsonSerializable(typeof(V4CancelSession))]
[JsonSerializable(typeof(V4PauseSession))]
[JsonSerializable(typeof(V4ResumeSession))]
[JsonSerializable(typeof(V4SetVolume))]
[JsonSerializable(typeof(V4Mark))]
[JsonSerializable(typeof(V4Resume))]
[JsonSerializable(typeof(V4Welcome))]
[JsonSerializable(typeof(V4Pong))]
[JsonSerializable(typeof(V4Status))]
[JsonSerializable(typeof(V4SessionStarted))]
[JsonSerializable(typeof(V4SessionStopped))]
[JsonSerializable(typeof(V4SessionChanged))]
[JsonSerializable(typeof(V4MarkSet))]
[JsonSerializable(typeof(V4Resumed))]
[JsonSerializable(typeof(V4FlowMessage))]
[JsonSerializable(typeof(V4Playing))]
[JsonSerializable(typeof(V4Underrun))]
[JsonSerializable(typeof(V4Paused))]
[JsonSerializable(typeof(V4SessionQueued))]
[JsonSerializable(typeof(V4PlaybackResumed))]
[JsonSerializable(typeof(V4MarkHeard))]
[JsonSerializable(typeof(V4SessionEnded))]
[JsonSerializable(typeof(V4Error))]
internal sealed partial class V4Json : JsonSerializerContext;
