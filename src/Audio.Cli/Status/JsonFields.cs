using System.Text.Json;

namespace Audio.Cli.Status;

/// <summary>Reads answers that need not be a daemon's: what is missing or of another type is null.</summary>
internal static class JsonFields
{
    /// <summary>A string property as it is; it may contain control characters.</summary>
    public static string? String(JsonElement element, string name) =>
        Find(element, name, JsonValueKind.String)?.GetString();

    /// <summary>A number property.</summary>
    public static double? Number(JsonElement element, string name) =>
        Find(element, name, JsonValueKind.Number) is { } value && value.TryGetDouble(out double number) ? number : null;

    private static JsonElement? Find(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == kind
            ? value
            : null;
}
