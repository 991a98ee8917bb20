using System.Globalization;
using System.Text.Json;
using Audio.Cli.Status;
using Audio.Cli.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Audio.Cli.Top;

/// <summary>
/// Shows an answer of <c>/status</c> as a header and a table of sessions. A missing field, as from an older daemon, is
/// a dash.
/// </summary>
internal static class TopTable
{
    private const string Nothing = "-";

    /// <summary>Creates the header and the table.</summary>
    /// <param name="status">The answer.</param>
    /// <param name="mostRows">The number of sessions that fit; the others are only counted.</param>
    public static IRenderable Of(JsonElement status, int mostRows)
    {
        JsonElement[] sessions = [.. Items(status, "playback")];
        List<IRenderable> parts =
        [
            new TextLine(Daemon(status, sessions.Length)),
            new TextLine(Sink(status)),
            .. Audibility(status),
            Sessions(sessions.Take(mostRows)),
        ];
        if (sessions.Length > mostRows)
            parts.Add(new TextLine($"and {sessions.Length - mostRows} more"));
        return new Rows(parts);
    }

    private static string Daemon(JsonElement status, int sessions)
    {
        string uptime = StatusText.Number(status, "uptime") is { } up ? $", up {DurationText.Of(up)}" : "";
        string counts = $"{Count(Items(status, "clients").Count(), "client")}, {Count(sessions, "session")}";
        return $"audiod {Word(status, "version")} on port {Show(StatusText.Number(status, "port"))}{uptime}: {counts}";
    }

    private static string Sink(JsonElement status) =>
        status.ValueKind == JsonValueKind.Object && status.TryGetProperty("output", out JsonElement output)
            ? $"sink {Word(output, "sink")}, {Word(output, "state")}: {Word(output, "reason")}"
            : $"sink {Nothing}";

    /// <summary>Empty if the daemon can be heard and no bus is muted.</summary>
    private static IEnumerable<IRenderable> Audibility(JsonElement status)
    {
        if (AudibilityText.Trouble(status) is { } trouble)
            yield return new TextLine(trouble);
        if (AudibilityText.Muted(status) is { Count: > 0 } muted)
            yield return new TextLine($"muted: {string.Join(", ", muted)}");
    }

    private static TextTable Sessions(IEnumerable<JsonElement> sessions)
    {
        var table = new TextTable(
            new TextColumn("session", Importance: 9, Least: 12),
            new TextColumn("client", Importance: 2, Least: 9),
            new TextColumn("state", Importance: 8, Least: 8),
            new TextColumn("format", Importance: 1),
            new TextColumn("played", Importance: 7, IsNumber: true),
            new TextColumn("buffered", Importance: 4, IsNumber: true),
            new TextColumn("underruns", Importance: 6, IsNumber: true),
            new TextColumn("TTFA", Importance: 5, IsNumber: true),
            new TextColumn("volume", Importance: 3, IsNumber: true)
        );
        foreach (JsonElement session in sessions)
            table.AddRow(Cells(session));
        return table;
    }

    private static IEnumerable<string> Cells(JsonElement session) =>
        [
            Word(session, "id"),
            Word(session, "client"),
            State(session),
            session.ValueKind == JsonValueKind.Object && session.TryGetProperty("format", out JsonElement format)
                ? Format(format)
                : Nothing,
            Show(JsonFields.Number(session, "playedMs") / 1000, "0.0 s"),
            Show(JsonFields.Number(session, "bufferedMs"), "0 ms"),
            Show(StatusText.Number(session, "underruns")),
            Show(JsonFields.Number(session, "ttfaMs"), "0.0 ms"),
            Show(JsonFields.Number(session, "volume"), "0.00"),
        ];

    /// <summary>The state; for a queued session also its channel, and whether it was interrupted.</summary>
    private static string State(JsonElement session)
    {
        string state = Word(session, "state");
        if (state != "queued")
            return state;
        string channel = StatusText.Text(session, "channel") is { } name ? $" on {StatusText.Printable(name)}" : "";
        bool isInterrupted =
            session.TryGetProperty("waiting", out JsonElement waiting)
            && StatusText.Text(waiting, "interruptedBy") is not null;
        return isInterrupted ? $"interrupted{channel}" : $"queued{channel}";
    }

    private static string Format(JsonElement format)
    {
        string channels = StatusText.Number(format, "channels") switch
        {
            1 => "mono",
            2 => "stereo",
            6 => "5.1",
            7 => "6.1",
            8 => "7.1",
            var other => $"{Show(other)} ch",
        };
        return $"{Show(StatusText.Number(format, "sampleRate"))} Hz {Word(format, "encoding")} {channels}";
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement status, string name) =>
        status.ValueKind == JsonValueKind.Object
        && status.TryGetProperty(name, out JsonElement items)
        && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray()
            : default;

    private static string Word(JsonElement element, string name) =>
        StatusText.Text(element, name) is { } text ? StatusText.Printable(text) : Nothing;

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    private static string Show(double? number, string format = "0") =>
        number?.ToString(format, CultureInfo.InvariantCulture) ?? Nothing;
}
