using System.Globalization;
using System.Runtime.CompilerServices;
using Audio.Core.Etiquette;
using Audio.Core.Mixing;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Tests.Etiquette;

/// <summary>The tables of docs/etiquette.md: as they stand there, and as the code makes them.</summary>
internal static class EtiquettePage
{
    /// <summary>The newcomers of the table, by the words in its first column.</summary>
    public static IReadOnlyList<(string Words, SessionEtiquette Etiquette)> Newcomers { get; } =
    [
        ("`mix`", new SessionEtiquette()),
        ("`queue`", new SessionEtiquette { Overlap = ChannelOverlap.Queue }),
        ("`replace`", new SessionEtiquette { Overlap = ChannelOverlap.Replace }),
        (
            "`replace`, `resumeInterrupted`",
            new SessionEtiquette { Overlap = ChannelOverlap.Replace, ResumeInterrupted = true }
        ),
        ("`drop`", new SessionEtiquette { Overlap = ChannelOverlap.Drop }),
    ];

    /// <summary>The rows of the truth table as they stand on the page.</summary>
    public static IReadOnlyList<string> TruthTable { get; } = Rows("| newcomer | the other is |");

    /// <summary>The rows of the ducking table as they stand on the page.</summary>
    public static IReadOnlyList<string> DuckingTable { get; } = Rows("| sounds | lowered |");

    /// <summary>What the rules say, in the page's words.</summary>
    public static IEnumerable<string> MakeTruthTable() =>
        from newcomer in Newcomers
        from standing in Enum.GetValues<Occupancy>()
        let etiquette = newcomer.Etiquette with
        {
            Priority = SessionPriority.Notification,
            Channel = "c",
        }
        let cells = new[] { SessionPriority.Media, SessionPriority.Notification, SessionPriority.Speech }.Select(
            other => Cell(etiquette, other, standing)
        )
        select $"| {newcomer.Words} | {standing.ToString().ToLowerInvariant()} | {string.Join(" | ", cells)} |";

    /// <summary>The default rules, in the page's words.</summary>
    public static IEnumerable<string> MakeDuckingTable() =>
        DuckingRule.Defaults.Select(static rule =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"| `{EtiquetteNames.NameOf(rule.Higher)}` | `{EtiquetteNames.NameOf(rule.Lower)}` | "
                    + $"{rule.Level} dB | {rule.Attack.TotalMilliseconds} ms | {rule.Release.TotalMilliseconds} ms |"
            )
        );

    /// <summary>The cell of the page for a pair.</summary>
    /// <returns>What becomes of the newcomer, and of the other.</returns>
    public static (string Newcomer, string Other) Cell(string newcomer, Occupancy standing, int otherAgainstNewcomer)
    {
        string row = TruthTable.Single(row =>
            row.StartsWith($"| {newcomer} | {standing.ToString().ToLowerInvariant()} |", StringComparison.Ordinal)
        );
        string[] words = row.Split('|', StringSplitOptions.TrimEntries)[4 + Math.Sign(otherAgainstNewcomer)]
            .Split(", ");
        return (words[0], words[1]);
    }

    private static string Cell(SessionEtiquette newcomer, SessionPriority other, Occupancy standing)
    {
        string own = ChannelRules.AdmissionOf(newcomer, ChannelRules.Blocks(newcomer, other, standing)) switch
        {
            Admission.Play => "plays",
            Admission.Wait => "waits",
            _ => "is dropped",
        };
        return $"{own}, {ChannelRules.FateOf(newcomer, other, standing).ToString().ToLowerInvariant()}";
    }

    private static string[] Rows(string head) =>
        [
            .. File.ReadLines(Page())
                .SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal))
                .Skip(2)
                .TakeWhile(static line => line.StartsWith('|')),
        ];

    private static string Page([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/etiquette.md"));
}
