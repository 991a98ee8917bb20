using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Audio.Host.Endpoints;
using Audio.Host.Http.Buses;
using Audio.Host.Http.Explain;
using Audio.Host.Http.Play;
using Audio.Host.Http.Problems;
using Audio.Host.Http.Sessions;

namespace Audio.Host.Http;

/// <summary>The JSON under <c>/v1</c>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(PlayReport))]
[JsonSerializable(typeof(PlayAccepted))]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(PlaybackReport))]
[JsonSerializable(typeof(EndedReport))]
[JsonSerializable(typeof(BusList))]
[JsonSerializable(typeof(BusReport))]
[JsonSerializable(typeof(ExplainReport))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Without escapes that only HTML needs: people read these in a terminal.</summary>
    public static ApiJson Readable { get; } =
        new(
            new JsonSerializerOptions(JsonSerializerDefaults.Web)
            {
                NumberHandling = JsonNumberHandling.Strict,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
}
