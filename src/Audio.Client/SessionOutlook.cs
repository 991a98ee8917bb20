namespace Audio.Client;

/// <summary>What would become of a session, were it started now.</summary>
/// <param name="Admission">Whether it would play.</param>
/// <param name="Ahead">The sessions that must be over, or silent, first.</param>
/// <param name="Replaces">The sessions that it would end.</param>
/// <param name="Interrupts">The sessions that it would silence until it is over.</param>
/// <param name="Bus">The bus that it would be on.</param>
/// <param name="Master">What all buses go through.</param>
/// <param name="LoweredFor">The priorities that sound now and lower it.</param>
/// <param name="Lowers">The priorities that sound now and would be lowered for it.</param>
/// <param name="GainDb">
/// What its volume, its bus, its ducking and the master come to together, in decibels; null: silence.
/// </param>
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
