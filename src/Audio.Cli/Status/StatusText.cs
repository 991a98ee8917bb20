using System.Text;
using System.Text.Json;
using Audio.Cli.State;
using Audio.Cli.Terminal;
using Audio.Protocol;

namespace Audio.Cli.Status;

/// <summary>
/// Describes an answer of <c>/status</c>. Missing fields, as from an older daemon, are left out.
/// </summary>
internal static class StatusText
{
    private const int MostClients = 20;
    private const int MostCharacters = 100;

    public static string Of(JsonElement status, int port, DaemonState? state, TimeProvider time)
    {
        var text = new StringBuilder();
        string pid = state is null ? "" : $" (pid {state.Process.Id})";
        text.AppendLine($"audiod {Text(status, "version") ?? "of an unknown version"} is running on port {port}{pid}.");
        if (Number(status, "uptime") is { } uptime)
            text.AppendLine($"up        {DurationText.Of(uptime)}");
        if (status.TryGetProperty("output", out JsonElement output) && Text(output, "sink") is { } sink)
            text.AppendLine($"sink      {sink}, {Text(output, "state")}: {Text(output, "reason")}");
        if (AudibilityText.Line(status) is { } audible)
            text.AppendLine($"audible   {audible}");
        if (AudibilityText.Muted(status) is { Count: > 0 } muted)
            text.AppendLine($"muted     {string.Join(", ", muted)}");
        if (status.TryGetProperty("sessions", out JsonElement sessions) && sessions.ValueKind == JsonValueKind.Array)
            text.AppendLine($"sessions  {sessions.GetArrayLength()}");
        if (status.TryGetProperty("playback", out JsonElement playback) && playback.ValueKind == JsonValueKind.Array)
        {
            text.AppendLine(
                $"sounding  {playback.EnumerateArray().Count(p => Text(p, "state") is "playing" or "draining")}"
            );
        }

        if (
            playback.ValueKind == JsonValueKind.Array
            && playback.EnumerateArray().Count(p => Text(p, "state") is "queued") is > 0 and var waiting
        )
        {
            text.AppendLine($"waiting   {waiting}");
        }

        if (status.TryGetProperty("clients", out JsonElement clients) && clients.ValueKind == JsonValueKind.Array)
            AppendClients(text, clients, time.GetUtcNow().ToUnixTimeMilliseconds());
        if (state?.LogFile is not null)
            text.AppendLine($"log       {state.LogFile}");
        return text.ToString();
    }

    private static void AppendClients(StringBuilder text, JsonElement clients, long now)
    {
        int count = clients.GetArrayLength();
        text.AppendLine($"clients   {count}");
        foreach (JsonElement client in clients.EnumerateArray().Take(MostClients))
        {
            text.Append($"  {Text(client, "id")}");
            if (Number(client, "connectedAt") is { } connected)
                text.Append($", connected for {DurationText.Of(now - connected)}");
            if (Number(client, "lastActivity") is { } active)
                text.Append($", last message {DurationText.Of(now - active)} ago");
            text.AppendLine(Text(client, "userAgent") is { } agent and not "unknown" ? $", {Printable(agent)}" : "");
        }

        if (count > MostClients)
            text.AppendLine($"  and {count - MostClients} more");
    }

    /// <summary>Truncates a text that a client chose, and removes line breaks and control characters.</summary>
    public static string Printable(string text) =>
        PlainText.Line(text.Length <= MostCharacters ? text : text[..MostCharacters]);

    /// <summary>
    /// A string property, on one line without control characters; <see langword="null"/> if there is none.
    /// </summary>
    public static string? Text(JsonElement element, string name) =>
        JsonFields.String(element, name) is { } text ? PlainText.Line(text) : null;

    /// <summary>A number property without its fraction; <see langword="null"/> if there is none.</summary>
    public static long? Number(JsonElement element, string name) => (long?)JsonFields.Number(element, name);
}
