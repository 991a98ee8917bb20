using Audio.Hostile.Daemon;
using Audio.Soak.Ledger;
using Audio.Soak.Levels;

namespace Audio.Soak;

/// <summary>All that a run has found.</summary>
/// <param name="Options">The run.</param>
/// <param name="Tally">How the clients fared.</param>
/// <param name="Ledger">What they were told.</param>
/// <param name="Journal">What the daemon's log says.</param>
/// <param name="Levels">What the daemon held meanwhile.</param>
/// <param name="Before">What it held before.</param>
/// <param name="After">What it held afterwards.</param>
internal sealed record SoakOutcome(
    SoakOptions Options,
    SoakTally Tally,
    SessionLedger Ledger,
    DaemonJournal Journal,
    LevelWatch Levels,
    ProcessState Before,
    ProcessState After
)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsGood => Tally.Faults.Count == 0;
}
