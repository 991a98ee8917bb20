using Audio.Core.Etiquette;
using Audio.Core.Mixing;
using Audio.Host.Http.Buses;
using Audio.Host.Reports;
using Audio.Protocol.Etiquette;

namespace Audio.Host.Http.Explain;

/// <summary>The answer of <c>/v1/explain</c>: what would become of a session now.</summary>
/// <param name="Admission"><c>play</c>, <c>wait</c> or <c>drop</c>.</param>
/// <param name="Ahead">The sessions that must be over, or silent, first.</param>
/// <param name="Replaces">The sessions that it would end.</param>
/// <param name="Interrupts">The sessions that it would silence until it is over.</param>
/// <param name="Bus">The bus that it would be on.</param>
/// <param name="Master">What all buses go through.</param>
/// <param name="LoweredFor">The priorities that sound now and lower it.</param>
/// <param name="Lowers">The priorities that sound now and would be lowered for it.</param>
/// <param name="GainDb">
/// What it would have from its volume, its bus, its ducking and the master together, in decibels; null: silence.
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

/// <summary>One priority that lowers, or is lowered.</summary>
/// <param name="Priority">Which.</param>
/// <param name="LevelDb">To what level.</param>
internal sealed record LoweringReport(string Priority, double LevelDb);
