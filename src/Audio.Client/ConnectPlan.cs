namespace Audio.Client;

/// <summary>Which daemons an attempt to connect tries.</summary>
/// <param name="First">The one that holds the sessions, if any.</param>
/// <param name="Others">Whether the other endpoints are tried after it.</param>
/// <param name="MaySpawn">Whether a daemon may be started if none answers.</param>
internal readonly record struct ConnectPlan(AudioDaemonEndpoint? First, bool Others, bool MaySpawn);
