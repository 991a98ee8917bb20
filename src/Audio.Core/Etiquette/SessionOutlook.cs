using Audio.Core.Mixing;

namespace Audio.Core.Etiquette;

/// <summary>What would become of a session if it were opened now, and how it would sound.</summary>
/// <param name="Channel">What its channel says.</param>
/// <param name="Bus">The bus that it would be on.</param>
/// <param name="LoweredFor">The priorities that sound now and lower it, with the rule for each.</param>
/// <param name="Lowers">The priorities that sound now and would be lowered for it.</param>
/// <param name="Gain">
/// The linear gain that it would have from its own volume, its bus, its ducking and the master together; 0 where a mute
/// or a volume silences it.
/// </param>
public sealed record SessionOutlook(
    ChannelOutlook Channel,
    AudioBus Bus,
    IReadOnlyList<DuckingRule> LoweredFor,
    IReadOnlyList<DuckingRule> Lowers,
    double Gain
);
