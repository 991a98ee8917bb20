using Audio.Protocol;

namespace Audio.Client;

/// <summary>The state of the connection has changed.</summary>
/// <param name="State">The new state.</param>
/// <param name="Endpoint">The endpoint, if there is or was a connection.</param>
/// <param name="Reason">The reason, for people: what broke, or why nothing answers.</param>
public sealed record ConnectionChange(
    ConnectionState State,
    AudioDaemonEndpoint? Endpoint = null,
    string? Reason = null
)
{
    /// <summary>After a reconnect: the number of sessions that go on where they were.</summary>
    public int SessionsResumed { get; init; }

    /// <summary>
    /// After a reconnect, or after it failed: the number of sessions that the daemon no longer knows. They ended as
    /// <see cref="SessionEndReason.Lost"/>.
    /// </summary>
    public int SessionsLost { get; init; }

    /// <summary>
    /// After a reconnect: the number of sessions that the daemon no longer knew and that were restarted.
    /// </summary>
    public int SessionsRestarted { get; init; }
}
