namespace Audio.Host.Running;

/// <summary>The port belongs to another program.</summary>
internal sealed class PortTakenException(int port, Exception innerException)
    : Exception($"Port {port} is taken by another program.", innerException)
{
    /// <summary>The port.</summary>
    public int Port { get; } = port;
}
