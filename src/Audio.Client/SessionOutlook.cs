namespace Audio.Client;

/// <summary>What would happen to a session if it were started now.</summary>
/// <param name="Admission">Whether it would play.</param>
/// <param name="Ahead">The sessions that must end, or fall silent, first.</param>
/// <param name="Replaces">The sessions that it would end.</param>
/// <param name="Interrupts">The sessions that it would silence until it has ended.</param>
/// <param name="Bus">The bus that it would play on.</param>
/// <param name="Master">The master bus.</param>
/// <param name="LoweredFor">The priorities that are playing and lower it.</param>
/// <param name="Lowers">The priorities that are playing and would be lowered.</param>
/// <param name="GainDb">The sum of its volume, bus, ducking and master, in decibels; null: silence.</param>
public sealed record SessionOutlook(
    SessionAdmission Admission,
    IReadOnlyList<string> Ahead,
    IReadOnlyList<string> Replaces,
    IReadOnlyList<string> Interrupts,
    DaemonBus Bus,
    DaemonBus Master,
    IReadOnlyList<PriorityLevel> LoweredFor,
    IReadOnlyList<PriorityLevel> Lowers,
    double? GainDb
);
