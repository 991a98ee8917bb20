using System.Text.Json;
using Audio.Protocol;

namespace Audio.Cli.Status;

/// <summary>Describes whether the daemon can be heard, according to <c>/health</c> or <c>/status</c>.</summary>
internal static class AudibilityText
{
    private const int MostCharacters = 1000;

    /// <summary>
    /// Why nobody can hear the daemon; <see langword="null"/> if it can be heard, is inaudible on purpose, or is too
    /// old to report this.
    /// </summary>
    public static string? Trouble(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object
        && answer.TryGetProperty("audible", out JsonElement audible)
        && audible.ValueKind == JsonValueKind.False
            ? $"Nobody can hear it: {Message(answer) ?? "the daemon gave no reason."}"
            : null;

    /// <summary>
    /// Whether the daemon can be heard, on one line; <see langword="null"/> if it is too old to report this.
    /// </summary>
    public static string? Line(JsonElement answer) =>
        answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("audible", out JsonElement audible) ? null
        : audible.ValueKind == JsonValueKind.True ? "yes"
        : $"no: {Message(answer) ?? "the daemon gave no reason."}";

    /// <summary>The buses that are muted or at volume 0; empty if the daemon is too old to report them.</summary>
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
