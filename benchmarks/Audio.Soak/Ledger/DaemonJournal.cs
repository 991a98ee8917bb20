using System.Text.RegularExpressions;

namespace Audio.Soak.Ledger;

/// <summary>What the daemon's own log says: sessions that opened and ended, and faults.</summary>
internal sealed partial class DaemonJournal
{
    /// <summary>How often a session of this name was opened.</summary>
    public Dictionary<string, int> Opened { get; } = [];

    /// <summary>How the sessions of this name ended, in order.</summary>
    public Dictionary<string, List<string>> Ended { get; } = [];

    /// <summary>Lines that tell of a fault: errors, and traces of our own code.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Sessions that were opened.</summary>
    public int OpenedCount => Opened.Values.Sum();

    /// <summary>Sessions that have ended.</summary>
    public int EndedCount => Ended.Values.Sum(static reasons => reasons.Count);

    /// <summary>How many ended in which way.</summary>
    public IEnumerable<KeyValuePair<string, int>> Reasons =>
        Ended.Values.SelectMany(static reasons => reasons).CountBy(static reason => reason);

    /// <summary>Reads a log at the level of debugging.</summary>
    public static DaemonJournal Read(string path)
    {
        var journal = new DaemonJournal();
        foreach (string line in File.ReadLines(path))
            journal.Take(line);
        return journal;
    }

    private void Take(string line)
    {
        if (Opening().Match(line) is { Success: true } opening)
        {
            string name = opening.Groups["name"].Value;
            Opened[name] = Opened.GetValueOrDefault(name) + 1;
        }
        else if (Ending().Match(line) is { Success: true } ending)
        {
            string name = ending.Groups["name"].Value;
            if (!Ended.TryGetValue(name, out List<string>? reasons))
                Ended[name] = reasons = [];
            reasons.Add(ending.Groups["reason"].Value);
        }
        else if (Fault().IsMatch(line))
        {
            Faults.Add(line);
        }
    }

    [GeneratedRegex(@"\[DBG\] Audio\.Engine: Session (?<name>\S+) opened: ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Opening();

    [GeneratedRegex(
        @"\[INF\] Audio\.Engine: Session (?<name>\S+) ended: (?<reason>\w+), ",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Ending();

    [GeneratedRegex(@"^\S+ \[(ERR|FTL)\] |^\s+at Audio\.|^Unhandled exception", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fault();
}
