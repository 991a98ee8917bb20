namespace Audio.Host.Running;

/// <summary>The daemon cannot start; the message is one line for the user.</summary>
internal sealed class DaemonFailure(string message, int exitCode, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>With which the process ends.</summary>
    public int ExitCode { get; } = exitCode;
}
