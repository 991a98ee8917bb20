namespace Audio.Core.Etiquette;

/// <summary>What would become of a session on its channel if it were opened now.</summary>
/// <param name="Admission">Whether it would play.</param>
/// <param name="Ahead">The sessions that must be over, or silent, first.</param>
/// <param name="Replaces">The sessions that it would end.</param>
/// <param name="Interrupts">The sessions that it would silence until it is over.</param>
public sealed record ChannelOutlook(
    Admission Admission,
    IReadOnlyList<string> Ahead,
    IReadOnlyList<string> Replaces,
    IReadOnlyList<string> Interrupts
);
