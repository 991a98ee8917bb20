namespace Audio.Client;

/// <summary>
/// What a daemon does. Over a <c>ws</c> endpoint all of it; over a socket or a pipe the sessions of this client alone,
/// and the rest is null.
/// </summary>
/// <param name="Endpoint">Which daemon.</param>
/// <param name="Sessions">Its sessions that have not ended.</param>
public sealed record DaemonStatus(AudioDaemonEndpoint Endpoint, IReadOnlyList<DaemonSessionStatus> Sessions)
{
    /// <summary>The daemon's version.</summary>
    public string? Version { get; init; }

    /// <summary>How long it has run.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>How many clients are connected.</summary>
    public int? Clients { get; init; }

    /// <summary>What it plays through, such as <c>pulse</c>.</summary>
    public string? Sink { get; init; }

    /// <summary>The state of that, such as <c>running</c>.</summary>
    public string? SinkState { get; init; }

    /// <summary>Whether what it plays can be heard, as in <see cref="DaemonHealth.IsAudible"/>.</summary>
    public bool? IsAudible { get; init; }

    /// <summary>Why it cannot be heard, and what to do; null where it can.</summary>
    public string? InaudibleMessage { get; init; }
}
