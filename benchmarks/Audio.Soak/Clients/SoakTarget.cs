namespace Audio.Soak.Clients;

/// <summary>The daemon that clients talk to.</summary>
/// <param name="Port">Its port on 127.0.0.1.</param>
/// <param name="SocketPath">Its local socket.</param>
internal sealed record SoakTarget(int Port, string SocketPath);
