namespace Audio.Client;

/// <summary>
/// The state of a daemon. Over a <c>ws</c> endpoint it is complete; over a socket or a pipe it has only the sessions of
/// this client, and the rest is null.
/// </summary>
/// <param name="Endpoint">The daemon.</param>
/// <param name="Sessions">Its sessions that have not ended.</param>
public sealed record DaemonStatus(AudioDaemonEndpoint Endpoint, IReadOnlyList<DaemonSessionStatus> Sessions)
{
    /// <summary>The daemon's version.</summary>
    public string? Version { get; init; }

    /// <summary>How long it has been running.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>The number of connected clients.</summary>
    public int? Clients { get; init; }

    /// <summary>Its sink, such as <c>pulse</c>.</summary>
    public string? Sink { get; init; }

    /// <summary>The state of the sink, such as <c>running</c>.</summary>
    public string? SinkState { get; init; }

    /// <summary>Whether what it plays can be heard, as in <see cref="DaemonHealth.IsAudible"/>.</summary>
    public bool? IsAudible { get; init; }

    /// <summary>Why it cannot be heard and what to do; null: it can.</summary>
    public string? InaudibleMessage { get; init; }
}
