using System.Text.Json;
using Audio.Host.Text;

namespace Audio.Cli.Status;

/// <summary>Words what <c>/health</c> and <c>/status</c> say of whether the daemon can be heard.</summary>
internal static class AudibilityText
{
    private const int MostCharacters = 1000;

    /// <summary>
    /// Why nobody can hear it, where that is not as it was asked for; <see langword="null"/> where it can be heard, or
    /// an older daemon does not say.
    /// </summary>
    public static string? Trouble(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object
        && answer.TryGetProperty("audible", out JsonElement audible)
        && audible.ValueKind == JsonValueKind.False
            ? $"Nobody can hear it: {Message(answer) ?? "the daemon does not say why."}"
            : null;

    /// <summary>
    /// Whether it can be heard, in a line; <see langword="null"/> where an older daemon does not say.
    /// </summary>
    public static string? Line(JsonElement answer) =>
        answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("audible", out JsonElement audible) ? null
        : audible.ValueKind == JsonValueKind.True ? "yes"
        : $"no: {Message(answer) ?? "the daemon does not say why."}";

    /// <summary>The buses that are muted or at volume 0; none where an older daemon does not say.</summary>
    public static IReadOnlyList<string> Muted(JsonElement status) =>
        status.ValueKind == JsonValueKind.Object
        && status.TryGetProperty("muted", out JsonElement muted)
        && muted.ValueKind == JsonValueKind.Array
            ?
            [
                .. muted
                    .EnumerateArray()
                    .Where(name => name.ValueKind == JsonValueKind.String)
                    .Select(name => StatusText.Printable(name.GetString()!)),
            ]
            : [];

    private static string? Message(JsonElement answer) =>
        answer.TryGetProperty("inaudible", out JsonElement inaudible)
        && StatusText.Text(inaudible, "message") is { } text
            ? PlainText.Line(text.Length <= MostCharacters ? text : text[..MostCharacters])
            : null;
}
