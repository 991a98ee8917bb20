namespace Audio.Client;

/// <summary>The health of a daemon.</summary>
/// <param name="IsHealthy">Whether it is healthy.</param>
/// <param name="Endpoint">The daemon.</param>
/// <param name="Description">What it says, or why nothing answers.</param>
public sealed record DaemonHealth(bool IsHealthy, AudioDaemonEndpoint Endpoint, string Description)
{
    /// <summary>
    /// Whether what it plays can be heard, as far as it knows; null: it plays to the null sink or into a file, or does
    /// not say. A daemon can be healthy and inaudible.
    /// </summary>
    public bool? IsAudible { get; init; }

    /// <summary>Why it cannot be heard and what to do; null: it can.</summary>
    public string? InaudibleMessage { get; init; }

    /// <summary>How long it has been running; null: an endpoint without <c>/health</c> does not say.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>The number of its clients; null: an endpoint without <c>/health</c> does not say.</summary>
    public int? Clients { get; init; }

    /// <summary>The number of its sessions; null: an endpoint without <c>/health</c> does not say.</summary>
    public int? Sessions { get; init; }
}
