namespace Audio.Core.Etiquette;

/// <summary>What would happen on its channel if a session were opened now.</summary>
/// <param name="Admission">Whether it would play.</param>
/// <param name="Ahead">The sessions that must end or fall silent first.</param>
/// <param name="Replaces">The sessions that it would end.</param>
/// <param name="Interrupts">The sessions that it would silence until it has ended.</param>
public sealed record ChannelOutlook(
    Admission Admission,
    IReadOnlyList<string> Ahead,
    IReadOnlyList<string> Replaces,
    IReadOnlyList<string> Interrupts
);
