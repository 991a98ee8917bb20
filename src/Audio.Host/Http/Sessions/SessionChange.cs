using System.Text.Json;
using Audio.Core.Sessions;
using Audio.Host.Http.Problems;

namespace Audio.Host.Http.Sessions;

/// <summary>The body of <c>PATCH /v1/sessions/{id}</c>, checked; what is left out stays as it is.</summary>
/// <param name="Volume">Linear gain, if it is to change.</param>
/// <param name="Paused">Whether it is to be paused or to play on, if that is to change.</param>
internal readonly record struct SessionChange(float? Volume, bool? Paused)
{
    /// <summary>The longest body, in bytes.</summary>
    public const int MaxBytes = 4 * 1024;

    private const string Shape = """Send {"volume":0.5}, {"paused":true} or both.""";

    /// <summary>Reads it.</summary>
    /// <exception cref="ApiProblemException">It is no JSON, or says something else than a volume and a pause.</exception>
    public static SessionChange Read(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw Invalid($"The body is no JSON object. {Shape}");
        var change = new SessionChange();
        foreach (JsonProperty field in document.RootElement.EnumerateObject())
        {
            change = field.Name switch
            {
                "volume" => change with { Volume = VolumeOf(field.Value) },
                "paused" => change with { Paused = PausedOf(field.Value) },
                _ => throw Invalid($"A session has no {ApiProblems.Short(field.Name)} that can be set. {Shape}"),
            };
        }
        return change == default ? throw Invalid($"The body changes nothing. {Shape}") : change;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw Invalid($"The body is no JSON: {e.Message} {Shape}");
        }
    }

    private static float VolumeOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double volume) && volume is >= 0 and <= AudioSession.MaxVolume
            ? (float)volume
            : throw Invalid($"The volume is a number from 0 to 4; it is {ApiProblems.Short(value.GetRawText())}.");

    private static bool PausedOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Invalid($"paused is true or false; it is {ApiProblems.Short(value.GetRawText())}."),
    };

    private static ApiProblemException Invalid(string detail) => new(ApiProblems.InvalidBody(detail));
}
