using System.Text.Json;
using Audio.Core.Sessions;
using Audio.Host.Http.Problems;

namespace Audio.Host.Http.Requests;

/// <summary>Reads the body of a <c>PATCH</c>: a JSON object whose fields are all known and can be changed.</summary>
internal static class ChangeFields
{
    /// <summary>The longest body, in bytes.</summary>
    public const int MaxBytes = 4 * 1024;

    /// <summary>Parses and validates the body.</summary>
    /// <param name="json">The body.</param>
    /// <param name="what">What is being changed: <c>A session</c>.</param>
    /// <param name="shape">A sentence that tells what to send.</param>
    /// <param name="apply">Adds one field to the change; <see langword="null"/> if there is no such field.</param>
    /// <exception cref="ApiProblemException">
    /// The body is not JSON, has an unknown or invalid field, or is empty.
    /// </exception>
    public static T Read<T>(ReadOnlyMemory<byte> json, string what, string shape, Func<T, JsonProperty, T?> apply)
        where T : struct, IEquatable<T>
    {
        using JsonDocument document = Parse(json, shape);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw Invalid($"The body is not a JSON object. {shape}");
        T change = default;
        foreach (JsonProperty field in document.RootElement.EnumerateObject())
        {
            change = apply(change, field)
                ?? throw Invalid($"{what} has no {ApiProblems.Short(field.Name)} that can be set. {shape}");
        }

        return change.Equals(default) ? throw Invalid($"The body changes nothing. {shape}") : change;
    }

    /// <summary>A linear gain, 0 to 4.</summary>
    public static float Volume(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out double volume)
        && volume is >= 0 and <= AudioSession.MaxVolume
            ? (float)volume
            : throw Invalid($"The volume is a number from 0 to 4; it is {ApiProblems.Short(value.GetRawText())}.");

    /// <summary>A JSON boolean.</summary>
    public static bool Switch(string name, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Invalid($"{name} is true or false; it is {ApiProblems.Short(value.GetRawText())}."),
        };

    private static JsonDocument Parse(ReadOnlyMemory<byte> json, string shape)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw Invalid($"The body is not JSON: {e.Message} {shape}");
        }
    }

    private static ApiProblemException Invalid(string detail) => new(ApiProblems.InvalidBody(detail));
}
