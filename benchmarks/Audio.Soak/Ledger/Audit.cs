namespace Audio.Soak.Ledger;

/// <summary>Compares what clients were told with what the daemon's log says.</summary>
internal static class Audit
{
    private const int Shown = 5;

    /// <summary>What does not agree, in sentences; empty where all is well.</summary>
    public static IEnumerable<string> Differences(SessionLedger ledger, DaemonJournal journal) =>
        [
            .. Several("was opened more often than it ended", Unended(journal)),
            .. Several("ended more often than it was opened", OverEnded(journal)),
            .. Several("was accepted, and the daemon's log knows nothing of it", Unknown(ledger, journal)),
            .. Several("ended otherwise in the daemon's log than its client was told", Contradicted(ledger, journal)),
            .. Several("(version 3) was told of more sessions than it has", UnknownV3(ledger, journal)),
        ];

    private static IEnumerable<string> Unended(DaemonJournal journal) =>
        journal
            .Opened.Where(opened => opened.Value > EndingsOf(journal, opened.Key).Count)
            .Select(static opened => opened.Key);

    private static IEnumerable<string> OverEnded(DaemonJournal journal) =>
        journal
            .Ended.Where(ended => ended.Value.Count > journal.Opened.GetValueOrDefault(ended.Key))
            .Select(static ended => ended.Key);

    private static IEnumerable<string> Unknown(SessionLedger ledger, DaemonJournal journal) =>
        ledger
            .Accepted.CountBy(static name => name)
            .Where(accepted => accepted.Value > journal.Opened.GetValueOrDefault(accepted.Key))
            .Select(static accepted => accepted.Key);

    /// <summary>Each ending that a client heard is in the log, and no more often than there.</summary>
    private static IEnumerable<string> Contradicted(SessionLedger ledger, DaemonJournal journal) =>
        ledger
            .Endings.GroupBy(static ending => ending.Session)
            .Where(endings =>
                endings
                    .Where(static ending => !ending.MayRepeat)
                    .CountBy(static ending => ending.Reason, StringComparer.OrdinalIgnoreCase)
                    .Any(told => told.Value > Count(EndingsOf(journal, endings.Key), told.Key))
                || endings.Any(ending => Count(EndingsOf(journal, ending.Session), ending.Reason) == 0)
            )
            .Select(static endings => endings.Key);

    private static IEnumerable<string> UnknownV3(SessionLedger ledger, DaemonJournal journal)
    {
        var opened = journal
            .Opened.Where(static name => name.Key.StartsWith("client_", StringComparison.Ordinal))
            .GroupBy(static name => name.Key.Split('-')[0])
            .ToDictionary(static names => names.Key, static names => names.Sum(static name => name.Value));
        return ledger
            .AcceptedV3.CountBy(static client => client)
            .Where(accepted => accepted.Value > opened.GetValueOrDefault(accepted.Key))
            .Select(static accepted => accepted.Key);
    }

    private static List<string> EndingsOf(DaemonJournal journal, string name) =>
        journal.Ended.GetValueOrDefault(name, []);

    private static int Count(List<string> reasons, string reason) =>
        reasons.Count(known => known.Equals(reason, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Several(string what, IEnumerable<string> names)
    {
        string[] all = [.. names];
        if (all.Length == 0)
            return [];
        string more = all.Length > Shown ? $" and {all.Length - Shown} more" : "";
        return [$"{string.Join(", ", all.Take(Shown))}{more} {what}."];
    }
}
