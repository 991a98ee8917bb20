using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Audio.Host.Http.Problems;

/// <summary>How JSON under <c>/v1</c> is written.</summary>
internal static class ReadableJson
{
    /// <summary>
    /// Options without the escapes that only HTML needs, because people read this JSON in a terminal. A new object each
    /// time, since each context keeps its own.
    /// </summary>
    public static JsonSerializerOptions Options() =>
        new(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
}
