using Audio.Core.Etiquette;
using Audio.Core.Mixing;
using Audio.Host.Http.Buses;
using Audio.Host.Reports;
using Audio.Protocol.Etiquette;

namespace Audio.Host.Http.Explain;

/// <summary>The answer to <c>/v1/explain</c>: what would happen to a session opened now.</summary>
/// <param name="Admission"><c>play</c>, <c>wait</c> or <c>drop</c>.</param>
/// <param name="Ahead">The sessions that must end or fall silent first.</param>
/// <param name="Replaces">The sessions it would end.</param>
/// <param name="Interrupts">The sessions it would silence until it has ended.</param>
/// <param name="Bus">The bus it would play on.</param>
/// <param name="Master">The master bus.</param>
/// <param name="LoweredFor">The priorities that play now and would duck it.</param>
/// <param name="Lowers">The priorities that play now and would be ducked for it.</param>
/// <param name="GainDb">
/// The total gain from its volume, its bus, ducking and the master, in decibels; null means silence.
/// </param>
internal sealed record ExplainReport(
    string Admission,
    IReadOnlyList<string> Ahead,
    IReadOnlyList<string> Replaces,
    IReadOnlyList<string> Interrupts,
    BusReport Bus,
    BusReport Master,
    IReadOnlyList<LoweringReport> LoweredFor,
    IReadOnlyList<LoweringReport> Lowers,
    double? GainDb
)
{
    public static ExplainReport Of(SessionOutlook outlook, AudioBus master) =>
        new(
            SessionReports.Name(outlook.Channel.Admission),
            outlook.Channel.Ahead,
            outlook.Channel.Replaces,
            outlook.Channel.Interrupts,
            BusReport.Of(outlook.Bus),
            BusReport.Of(master),
            [
                .. outlook.LoweredFor.Select(static rule => new LoweringReport(
                    EtiquetteNames.NameOf(rule.Higher),
                    rule.Level
                )),
            ],
            [
                .. outlook.Lowers.Select(static rule => new LoweringReport(
                    EtiquetteNames.NameOf(rule.Lower),
                    rule.Level
                )),
            ],
            outlook.Gain > 0 ? BusReport.Decibels(outlook.Gain) : null
        );
}

/// <summary>A priority that ducks or is ducked.</summary>
/// <param name="Priority">The name of the priority.</param>
/// <param name="LevelDb">The ducked level, in decibels.</param>
internal sealed record LoweringReport(string Priority, double LevelDb);
