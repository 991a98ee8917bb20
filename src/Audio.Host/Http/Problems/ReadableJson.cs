using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Audio.Host.Http.Problems;

/// <summary>How JSON under <c>/v1</c> is written.</summary>
internal static class ReadableJson
{
    /// <summary>
    /// Without escapes that only HTML needs: people read these in a terminal. New ones, since a context keeps its own.
    /// </summary>
    public static JsonSerializerOptions Options() =>
        new(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
}
