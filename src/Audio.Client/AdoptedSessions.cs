namespace Audio.Client;

/// <summary>What became of the sessions that a new connection's daemon does not hold.</summary>
/// <param name="Restarted">Those that are started again.</param>
/// <param name="Lost">Those that are lost.</param>
/// <param name="Failed">The requests about the lost ones.</param>
internal sealed record AdoptedSessions(
    IReadOnlyList<DaemonSession> Restarted,
    IReadOnlyList<DaemonSession> Lost,
    IReadOnlyList<PendingRequest> Failed
);
