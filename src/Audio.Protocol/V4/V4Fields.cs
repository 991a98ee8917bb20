using System.Text.Json;

namespace Audio.Protocol.V4;

/// <summary>Reads the fields of a JSON object; every error names the field.</summary>
internal static class V4Fields
{
    /// <summary>How many characters of a value an error message repeats.</summary>
    private const int ShownLength = 40;

    /// <summary>How many characters of the JSON reader's own message are passed on.</summary>
    private const int MostOfReason = 200;

    /// <summary>A value as an error message repeats it.</summary>
    public static string Show(string value) => ShortText.Of(value, ShownLength);

    /// <summary>The JSON reader's message, which may contain what it read.</summary>
    public static V4Exception NotJson(Exception error) =>
        new(V4ErrorCodes.InvalidJson, $"Invalid JSON: {ShortText.Of(error.Message, MostOfReason)}", error);

    public static string Text(JsonElement message, string name) => OptionalText(message, name) ?? throw Missing(name);

    public static string? OptionalText(JsonElement message, string name, string prefix = "")
    {
        if (!TryGet(message, name, out JsonElement field))
            return null;
        return field.ValueKind == JsonValueKind.String
            ? field.GetString()
            : throw Invalid($"{prefix}{name} must be a string");
    }

    public static JsonElement Object(JsonElement message, string name)
    {
        if (!TryGet(message, name, out JsonElement field))
            throw Missing(name);
        return field.ValueKind == JsonValueKind.Object ? field : throw Invalid($"{name} must be an object");
    }

    public static double? OptionalNumber(JsonElement message, string name)
    {
        if (!TryGet(message, name, out JsonElement field))
            return null;
        return
            field.ValueKind == JsonValueKind.Number && field.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw Invalid($"{name} must be a number");
    }

    public static bool? OptionalSwitch(JsonElement message, string name)
    {
        if (!TryGet(message, name, out JsonElement field))
            return null;
        return field.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? field.GetBoolean()
            : throw Invalid($"{name} must be true or false");
    }

    /// <summary>JSON has one number type: 24000, 24000.0 and 2.4e4 are equal.</summary>
    public static int? OptionalWhole(JsonElement message, string name, string prefix = "")
    {
        if (!TryGet(message, name, out JsonElement field))
            return null;
        if (field.ValueKind != JsonValueKind.Number)
            throw Invalid($"{prefix}{name} must be a number");
        if (field.TryGetInt32(out int whole))
            return whole;
        return
            field.TryGetDouble(out double real) && real is >= int.MinValue and <= int.MaxValue && double.IsInteger(real)
            ? (int)real
            : throw Invalid($"{prefix}{name} must be a whole number");
    }

    public static int Whole(JsonElement message, string name, string prefix = "") =>
        OptionalWhole(message, name, prefix) ?? throw Missing(prefix + name);

    public static V4Exception Missing(string name) => new(V4ErrorCodes.InvalidField, $"Missing field: {name}");

    public static V4Exception Invalid(string what) => new(V4ErrorCodes.InvalidField, $"Invalid field: {what}");

    /// <summary>A field that is null counts as missing.</summary>
    private static bool TryGet(JsonElement message, string name, out JsonElement field) =>
        message.TryGetProperty(name, out field) && field.ValueKind != JsonValueKind.Null;
}
