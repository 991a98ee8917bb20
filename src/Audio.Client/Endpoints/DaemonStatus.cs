namespace Audio.Client;

/// <summary>Whether a daemon is there and well.</summary>
/// <param name="IsHealthy">Whether it says so.</param>
/// <param name="Endpoint">Which daemon.</param>
/// <param name="Description">Its own word, or why nothing answers.</param>
public sealed record DaemonHealth(bool IsHealthy, AudioDaemonEndpoint Endpoint, string Description)
{
    /// <summary>How long it has run; null: an endpoint without <c>/health</c> does not say.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>Its clients; null: an endpoint without <c>/health</c> does not say.</summary>
    public int? Clients { get; init; }

    /// <summary>Its sessions; null: an endpoint without <c>/health</c> does not say.</summary>
    public int? Sessions { get; init; }
}

/// <summary>What a daemon does. Over a <c>ws</c> endpoint all of it; over a socket or a pipe the sessions of this client alone, and the rest is null.</summary>
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
}

/// <summary>A session, as the daemon sees it.</summary>
/// <param name="SessionId">Its name.</param>
/// <param name="State"><c>opening</c>, <c>buffering</c>, <c>playing</c>, <c>paused</c>, <c>queued</c> or <c>draining</c>.</param>
/// <param name="BytesReceived">Bytes of its stream that the daemon has.</param>
/// <param name="Volume">Its gain.</param>
/// <param name="Underruns">Gaps so far.</param>
public sealed record DaemonSessionStatus(string SessionId, string State, long BytesReceived, double Volume, int Underruns);
