using Audio.Core.Mixing;

namespace Audio.Core.Etiquette;

/// <summary>What would happen if a session were opened now, and how loud it would be.</summary>
/// <param name="Channel">What would happen on its channel.</param>
/// <param name="Bus">The bus it would play on.</param>
/// <param name="LoweredFor">The rules of the priorities that play now and would lower it.</param>
/// <param name="Lowers">The rules of the priorities that play now and would be lowered for it.</param>
/// <param name="Gain">
/// Its total linear gain, from its own volume, its bus, ducking and the master; 0 if a mute or a volume silences it.
/// </param>
public sealed record SessionOutlook(
    ChannelOutlook Channel,
    AudioBus Bus,
    IReadOnlyList<DuckingRule> LoweredFor,
    IReadOnlyList<DuckingRule> Lowers,
    double Gain
);
