using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>The sessions behind a resume token.</summary>
/// <param name="IsOurs">Whether a session of this client is among them.</param>
/// <param name="Going">The sessions that go on, and where.</param>
/// <param name="Started">Start requests that the daemon has carried out, though its answer was lost.</param>
internal sealed record ResumedSessions(
    bool IsOurs,
    IReadOnlyList<(DaemonSession Session, V4SessionStatus Status)> Going,
    IReadOnlyList<PendingRequest> Started
);
