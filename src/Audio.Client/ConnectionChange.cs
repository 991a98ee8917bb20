using Audio.Protocol;

namespace Audio.Client;

/// <summary>The connection is in another state now.</summary>
/// <param name="State">Which.</param>
/// <param name="Endpoint">Whose, where there is or was one.</param>
/// <param name="Reason">Why, for people: what broke, or why nothing answers.</param>
public sealed record ConnectionChange(
    ConnectionState State,
    AudioDaemonEndpoint? Endpoint = null,
    string? Reason = null
)
{
    /// <summary>After reconnecting: sessions that go on where they were.</summary>
    public int SessionsResumed { get; init; }

    /// <summary>
    /// After reconnecting, or after it failed: sessions that the daemon does not know any more. They ended as <see
    /// cref="SessionEndReason.Lost"/>.
    /// </summary>
    public int SessionsLost { get; init; }

    /// <summary>After reconnecting: sessions that the daemon did not know any more and that were begun again.</summary>
    public int SessionsRestarted { get; init; }
}
