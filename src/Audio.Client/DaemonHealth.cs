namespace Audio.Client;

/// <summary>Whether a daemon is there and well.</summary>
/// <param name="IsHealthy">Whether it says so.</param>
/// <param name="Endpoint">Which daemon.</param>
/// <param name="Description">Its own word, or why nothing answers.</param>
public sealed record DaemonHealth(bool IsHealthy, AudioDaemonEndpoint Endpoint, string Description)
{
    /// <summary>
    /// Whether what it plays can be heard, as far as it knows; null: it was asked to play to nobody or into a file, or
    /// it does not say. A daemon can be healthy and not be heard.
    /// </summary>
    public bool? IsAudible { get; init; }

    /// <summary>Why it cannot be heard, and what to do; null where it can.</summary>
    public string? InaudibleMessage { get; init; }

    /// <summary>How long it has run; null: an endpoint without <c>/health</c> does not say.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>Its clients; null: an endpoint without <c>/health</c> does not say.</summary>
    public int? Clients { get; init; }

    /// <summary>Its sessions; null: an endpoint without <c>/health</c> does not say.</summary>
    public int? Sessions { get; init; }
}
