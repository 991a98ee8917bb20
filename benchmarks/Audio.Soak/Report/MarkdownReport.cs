using System.Text;

namespace Audio.Soak.Report;

/// <summary>The outcome as Markdown.</summary>
internal static class MarkdownReport
{
    /// <summary>Writes it.</summary>
    public static string Write(SoakOutcome outcome)
    {
        SoakOptions options = outcome.Options;
        var text = new StringBuilder();
        text.Append(
            $"{options.Time.TotalMinutes:0.#} minutes, seed {options.Seed}, {options.Clients} clients at a time.\n\n"
        );
        text.Append("| what | |\n|---|---:|\n");
        Row("clients that came and went", outcome.Tally.Done.Values.Sum());
        Row("sessions that the daemon opened", outcome.Journal.OpenedCount);
        Row("their endings", outcome.Journal.EndedCount);
        Row("endings that clients were told", outcome.Ledger.Endings.Count);
        Row("clients that were cut off or turned away", outcome.Tally.Cut.Values.Sum());
        Row("most memory, MiB", $"{outcome.Levels.PeakMiB:0}");
        Row(
            "memory in each quarter (median), MiB",
            string.Join(", ", outcome.Levels.Quarters.Select(static q => $"{q:0}"))
        );
        Row("before and after: memory, MiB", $"{outcome.Before.ResidentMiB:0}, {outcome.After.ResidentMiB:0}");
        Row("before and after: descriptors", $"{outcome.Before.Files}, {outcome.After.Files}");
        Row("before and after: threads", $"{outcome.Before.Threads}, {outcome.After.Threads}");
        Row("faults", outcome.Tally.Faults.Count);
        text.Append("\n| endings | |\n|---|---:|\n");
        foreach (KeyValuePair<string, int> reason in outcome.Journal.Reasons.OrderBy(static r => r.Key))
            Row(reason.Key.ToLowerInvariant(), reason.Value);
        text.Append("\n| what clients did | clients |\n|---|---:|\n");
        foreach (KeyValuePair<string, int> script in outcome.Tally.Done.OrderBy(static s => s.Key))
            Row(script.Key, script.Value);
        if (outcome.Tally.Cut.Count > 0)
            text.Append("\n| how the daemon cut clients off | clients |\n|---|---:|\n");
        foreach (KeyValuePair<string, int> cut in outcome.Tally.Cut.OrderBy(static c => c.Key))
            Row(cut.Key, cut.Value);
        foreach (string fault in outcome.Tally.Faults)
            text.Append($"\n{fault}\n");
        return text.ToString();

        void Row(string name, object value) => text.Append($"| {name} | {value} |\n");
    }
}
