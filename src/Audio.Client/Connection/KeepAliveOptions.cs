namespace Audio.Client.Connection;

/// <summary>When a connection is pinged, and when it is cut.</summary>
/// <param name="Idle">Silence of the daemon after which it is pinged.</param>
/// <param name="Answer">Time allowed for the answer; then the connection is cut.</param>
internal readonly record struct KeepAliveOptions(TimeSpan Idle, TimeSpan Answer);
