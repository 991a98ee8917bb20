using System.Globalization;
using System.Text.Json;

namespace Audio.Protocol;

/// <summary>
/// The field <c>jitter</c> of a <c>start_session</c>: <c>"auto"</c>, <c>"none"</c>, or milliseconds, as a number or as
/// a string.
/// </summary>
internal static class SessionJitterField
{
    public const string Name = "jitter";

    /// <returns>
    /// Whether the value is valid. A field that is missing or null means <see cref="SessionJitter.Auto"/>.
    /// </returns>
    public static bool TryRead(JsonElement message, out SessionJitter jitter)
    {
        jitter = SessionJitter.Auto;
        if (!message.TryGetProperty(Name, out JsonElement field) || field.ValueKind == JsonValueKind.Null)
            return true;
        string? text = field.ValueKind switch
        {
            JsonValueKind.String => field.GetString(),
            JsonValueKind.Number => field.GetDouble().ToString(CultureInfo.InvariantCulture), // 4e1 is 40
            _ => null,
        };
        return SessionJitter.TryParse(text, out jitter);
    }
}
