namespace Audio.Host.Running;

/// <summary>The port belongs to another program.</summary>
internal sealed class PortTakenException(int port, Exception innerException)
    : DaemonException(
        $"Port {port} is taken by another program (address already in use). Stop it, or choose another with --port.",
        innerException
    )
{
    /// <summary>The port.</summary>
    public int Port { get; } = port;
}
