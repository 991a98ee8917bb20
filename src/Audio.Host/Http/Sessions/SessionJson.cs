using System.Text.Json;
using System.Text.Json.Serialization;
using Audio.Host.Http.Problems;
using Audio.Host.Reports;

namespace Audio.Host.Http.Sessions;

/// <summary>The JSON of <c>/v1/sessions</c>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(PlaybackReport))]
[JsonSerializable(typeof(EndedReport))]
internal sealed partial class SessionJson : JsonSerializerContext
{
    public static SessionJson Readable { get; } = new(ReadableJson.Options());
}
