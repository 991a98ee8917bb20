namespace Audio.Client.Pages;

/// <summary>The answer of <c>/v1/explain</c>.</summary>
internal sealed record OutlookPage(
    string Admission,
    IReadOnlyList<string> Ahead,
    IReadOnlyList<string> Replaces,
    IReadOnlyList<string> Interrupts,
    BusPage Bus,
    BusPage Master,
    IReadOnlyList<LevelPage> LoweredFor,
    IReadOnlyList<LevelPage> Lowers,
    double? GainDb
);
