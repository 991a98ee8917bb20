using Audio.Client.Connection;

namespace Audio.Client;

/// <summary>A daemon that answers.</summary>
/// <param name="Endpoint">Where it is.</param>
/// <param name="Connection">The connection to it.</param>
/// <param name="Spawned">Its process, if this client started it.</param>
internal sealed record ConnectedDaemon(
    AudioDaemonEndpoint Endpoint,
    DaemonConnection Connection,
    SpawnedDaemon? Spawned
)
{
    public string ResumeToken => Connection.Welcome.ResumeToken;

    /// <summary>Whether it was started by this client and is no longer there.</summary>
    public bool HasExited => Spawned is { HasExited: true };
}
